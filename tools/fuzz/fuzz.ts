import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startRuntime } from '../../local/runtime.ts';
import { runCommand } from '../command.ts';
import { showProgress } from '../progress.ts';
import { help, readOptions } from './arguments.ts';
import type { Failure } from './judge.ts';
import { installed, runSchemathesis } from './schemathesis.ts';
import { type FuzzReport, fuzz, isClean, logFolderOf, type OtherPart } from './session.ts';

/** What is printed of each kind; the file holds all. */
const mostPrinted = 20;

/** @returns the process's exit code */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return 0;
  }
  const { requests, seed, schemathesisShare, enforceIam } = options;
  const other = schemathesisShare > 0 ? await schemathesis((requests * schemathesisShare) / 100, seed) : undefined;
  const workFolder = resolve('.groundswell', `fuzz-${seed}`);
  const runtime = await startRuntime({ port: 0, workFolder, enforceIam, unthrottled: true });
  const progress = showProgress(requests, process.stderr, 'requests');
  try {
    const startedAt = performance.now();
    const onProgress = (done: number) => progress.update(Math.min(done, requests));
    const logFolder = logFolderOf(workFolder);
    // At once: whoever looks at a long run needn't wait for its end.
    const onFailure = ({ rule, operation, detail }: Failure) =>
      process.stderr.write(`${rule}, ${operation}: ${detail.slice(0, 300)}\n`);
    const report = await fuzz(runtime, { requests, seed, logFolder, other, onProgress, onFailure });
    progress.stop();
    print(report, seed, (performance.now() - startedAt) / 1_000);
    if (isClean(report)) return 0;
    mkdirSync(workFolder, { recursive: true });
    writeFileSync(`${workFolder}.json`, JSON.stringify({ options, ...report }, undefined, 2));
    console.log(`All of it is in ${workFolder}.json; the same again: --seed ${seed}`);
    return 1;
  } finally {
    progress.stop();
    await runtime.stop();
  }
}

async function schemathesis(requests: number, seed: number): Promise<OtherPart> {
  const command = await installed();
  return (given) => runSchemathesis(command, { ...given, requests, seed });
}

function print({ failures, counts, ...report }: FuzzReport, seed: number, seconds: number): void {
  const row = (name: string, value: number | string) => console.log(`${name.padEnd(28)}${String(value).padStart(10)}`);
  row('Seed', seed);
  row('Requests', report.requests);
  for (const [status, times] of Object.entries(report.statuses)) row(`  answered ${status}`, times);
  row('Operations × statuses seen', report.seen);
  row('Seconds', Math.round(seconds));
  row('Voters accepted', counts.accepted);
  row('  stored', counts.stored);
  row('Polls recounted as equal', `${counts.recounted}/${counts.polls}`);
  row('Rules broken', failures.length);
  for (const { rule, operation, detail, curl, times } of failures.slice(0, mostPrinted)) {
    console.log(`  ${rule}, ${operation}, ${times} times: ${detail.slice(0, 300)}\n    ${curl.slice(0, 1_000)}`);
  }
  for (const [name, lines] of [
    ['Lost or counted wrongly', counts.differences],
    ['Alarming lines of logs', report.logLines],
    ['Denied calls', report.denials],
  ] as const) {
    row(name, lines.length);
    for (const line of lines.slice(0, mostPrinted)) console.log(`  ${line}`);
  }
  if (report.others !== undefined) console.log(`Schemathesis found:\n${report.others}`);
}

await runCommand('fuzz', main);
