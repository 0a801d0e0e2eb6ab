import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runCommand } from '../command.ts';
import { help, readOptions } from './arguments.ts';
import { startEmulator } from './emulator.ts';
import { installEmulator, NoEmulator } from './install.ts';
import { rehearse } from './rehearsal.ts';
import { linesOf, type StageReport } from './report.ts';

/** @returns the process's exit code */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return 0;
  }
  try {
    return await rehearseAll(options.stages, options.json);
  } catch (error) {
    if (!(error instanceof NoEmulator)) throw error;
    console.error(`rehearse: ${error.message}`);
    return 3;
  }
}

async function rehearseAll(stages: readonly string[], json: string | undefined): Promise<number> {
  const python = installEmulator(resolve('.groundswell', 'rehearsal', 'python'));
  const folder = resolve('.groundswell', 'rehearsal', 'run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const emulator = await startEmulator(python);
  const reports: StageReport[] = [];
  try {
    for (const stage of stages) reports.push(await rehearse(emulator, stage, folder));
  } finally {
    await emulator.stop();
  }
  for (const report of reports) console.log(['', ...linesOf(report)].join('\n'));
  const remarks = emulator.remarks();
  if (remarks.length > 0) console.log(['', 'The additions to the emulator', ...remarks].join('\n  '));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ reports, remarks }, undefined, 2)}\n`);
  const failed = reports.filter(({ steps }) => steps.some(({ problem }) => problem !== undefined));
  if (failed.length === 0) return 0;
  console.log(`\nAll that the CDK CLI said is in ${resolve(folder, 'cdk.log')}`);
  return 1;
}

await runCommand('rehearse', main);
