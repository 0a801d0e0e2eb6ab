import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Faults, readChaos } from '../../local/chaos/faults.ts';
import { startRuntime } from '../../local/runtime.ts';
import { temporaryFolder } from '../../local/temporary-folder.ts';
import { runCommand } from '../command.ts';
import { help, readOptions } from './arguments.ts';
import { pageOf } from './page.ts';
import { format } from './print.ts';
import { gameDay } from './run.ts';
import { verdictOf } from './verdict.ts';

/** Instances of a function at once: those that a fault holds up must leave some that work. */
const mostInstances = 4;

/** @returns the process's exit code */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return 0;
  }
  const tell = (words: string) => console.error(words);
  const folder = temporaryFolder('gameday');
  const faults = new Faults(readChaos('none'), options.seed);
  const runtime = await startRuntime({
    port: 0,
    regions: 2,
    workFolder: folder.path,
    faults,
    mostInstances,
    failoverMs: options.failoverSeconds * 1_000,
    onStep: tell,
  });
  try {
    const report = await gameDay({ runtime, faults }, options, tell);
    mkdirSync(options.output, { recursive: true });
    writeFileSync(join(options.output, 'figures.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    const page = join(options.output, 'index.html');
    writeFileSync(page, pageOf(report));
    for (const line of format(report, (colour, words) => styleText(colour, words))) console.log(line);
    console.log(`\nThe page with its pictures: ${page}`);
    return verdictOf(report).every(({ holds }) => holds) ? 0 : 1;
  } finally {
    await runtime.stop();
    folder.remove();
  }
}

await runCommand('gameday', main);
