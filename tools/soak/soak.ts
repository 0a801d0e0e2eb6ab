import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Faults, readChaos } from '../../local/chaos/faults.ts';
import { startRuntime } from '../../local/runtime.ts';
import { runCommand } from '../command.ts';
import { type Leak, leaksOf, type Source, sourcesIn } from '../markers/scan.ts';
import { help, readOptions, type SoakOptions } from './arguments.ts';
import { type SoakReport, soak } from './run.ts';

/** Differences that are printed; the file holds all. */
const mostPrinted = 10;

/** Instances of a function at once: those that a fault holds up must leave some that work. */
const mostInstances = 5;

/** @returns the process's exit code */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return 0;
  }
  const faults = new Faults(readChaos(options.chaos), options.seed);
  const workFolder = resolve('.groundswell', `soak-${options.seed}`);
  const runtime = await startRuntime({ port: 0, regions: options.regions, workFolder, faults, mostInstances });
  try {
    const { markers, ...report } = await soak(runtime, options, process.stderr);
    // What is still on its way to a log is there then.
    await runtime.stop();
    const logs = sourcesIn(join(workFolder, 'logs'));
    const leaks = leaksOf(logs, markers);
    print(options, report, faults);
    printLeaks(logs, leaks);
    if (report.differences.length === 0) return leaks.length === 0 ? 0 : 1;
    const file = `${workFolder}.json`;
    mkdirSync(workFolder, { recursive: true });
    writeFileSync(file, JSON.stringify({ options, faults: faults.counts, ...report }, undefined, 2));
    console.log(`The history is in ${file}; the same again: --seed ${options.seed}`);
    return 1;
  } finally {
    await runtime.stop();
  }
}

const row = (name: string, value: number | string) => console.log(`${name.padEnd(28)}${String(value).padStart(10)}`);

function print(options: SoakOptions, report: Omit<SoakReport, 'markers'>, faults: Faults): void {
  row('Seed', options.seed);
  row('Votes accepted', report.accepted);
  row('Votes refused', report.refused);
  row('Erased', report.erased);
  row('Expired', report.expired);
  for (const [kind, count] of Object.entries(faults.counts)) row(`Fault ${kind}`, count);
  row('Dead letters redriven', report.redriven);
  row('Votes a second', Math.round((report.accepted + report.refused) / report.votingSeconds));
  row('Seconds to settle', report.settleSeconds.toFixed(1));
  row('Differences', report.differences.length);
  for (const { what } of report.differences.slice(0, mostPrinted)) console.log(`  ${what}`);
}

function printLeaks(logs: readonly Source[], leaks: readonly Leak[]): void {
  row(
    'Lines of logs scanned',
    logs.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0),
  );
  row('Leaks', leaks.length);
  for (const { kind, form, where } of leaks.slice(0, mostPrinted)) console.log(`  ${where}: ${kind}, ${form}`);
}

await runCommand('soak', main);
