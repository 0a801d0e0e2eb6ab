import { closeSync, openSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { temporaryFolder } from '../../local/temporary-folder.ts';
import { runCommand } from '../command.ts';
import { type BenchOptions, type CaseName, help, readOptions } from './arguments.ts';
import { Bench } from './bench-context.ts';
import { cold } from './cases/cold.ts';
import { foldRate } from './cases/fold.ts';
import { freshness } from './cases/freshness.ts';
import { growth } from './cases/growth.ts';
import { live } from './cases/live.ts';
import { tally } from './cases/tally.ts';
import { votes } from './cases/votes.ts';
import { warm } from './cases/warm.ts';
import type { Figure } from './figures.ts';
import { showSteps } from './progress.ts';
import { baselinesOf, tableOf } from './table.ts';

const cases: Readonly<Record<CaseName, (bench: Bench, options: BenchOptions) => Promise<Figure[]>>> = {
  cold,
  fold: foldRate,
  warm,
  tally,
  votes,
  freshness,
  growth,
  live,
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(help);
  // A file that can't be written had better show before the minutes of measuring.
  if (options.json !== undefined) closeSync(openSync(options.json, 'w'));
  const folder = temporaryFolder('bench');
  const progress = showSteps(process.stderr);
  const bench = new Bench(folder.path, progress);
  const measured: Partial<Record<CaseName, Figure[]>> = {};
  try {
    for (const name of options.only) {
      progress.step(`${name} …`);
      const figures = await cases[name](bench, options);
      measured[name] = figures;
      progress.stop();
      console.log(`${tableOf(name, figures)}\n${baselinesOf(figures)}`);
    }
  } finally {
    progress.stop();
    await bench.stop();
    folder.remove();
  }
  if (options.json === undefined) return;
  const machine = { node: process.version, processor: cpus()[0]?.model, cores: availableParallelism() };
  writeFileSync(options.json, `${JSON.stringify({ machine, measured }, undefined, 2)}\n`);
}

await runCommand('bench', main);
