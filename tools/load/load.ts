import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { showSteps } from '../bench/progress.ts';
import { runCommand } from '../command.ts';
import { help, readOptions } from './arguments.ts';
import { startTarget } from './backend.ts';
import { pageOf } from './page.ts';
import { format } from './print.ts';
import { load } from './run.ts';

/** @returns the process's exit code */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (!options) {
    console.log(help);
    return 0;
  }
  const steps = showSteps(process.stderr);
  const target = options.stage
    ? { ...options.stage, stop: async () => {} }
    : await startTarget(steps.step).finally(steps.stop);
  try {
    const report = await load(target, options, process.stderr);
    mkdirSync(options.output, { recursive: true });
    writeFileSync(join(options.output, 'figures.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    const page = join(options.output, 'index.html');
    writeFileSync(page, pageOf(report));
    for (const line of format(report, (colour, words) => styleText(colour, words))) console.log(line);
    console.log(`\nThe page with its pictures: ${page}`);
    return report.thresholds.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    await target.stop();
  }
}

await runCommand('load', main);
