import { writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { loadConfiguration } from '../../lib/configuration/load.ts';
import { configurationOf } from '../../lib/configuration/stage.ts';
import { assemblyOf } from '../../local/assemblies.ts';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { showSteps } from '../bench/progress.ts';
import { runCommand } from '../command.ts';
import { help, readOptions } from './arguments.ts';
import { chartOf } from './chart.ts';
import { check } from './check/check.ts';
import { designOf } from './design.ts';
import { jsonOf } from './json.ts';
import { pageOf } from './page.ts';
import { format } from './print.ts';
import { reportOf } from './report.ts';

async function main(): Promise<number | undefined> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return undefined;
  }
  const progress = showSteps(process.stderr);
  try {
    if (options.check) return (await check(progress.step, console.log)) ? 0 : 1;
    const configuration = configurationOf(options.stage, await loadConfiguration(), 1);
    progress.step('synthesizing the templates');
    const design = designOf(configuration, readAssembly(await assemblyOf(options.stage, 1)));
    const report = reportOf(design, options, progress.step);
    progress.stop();
    if (options.json) console.log(jsonOf(report));
    else for (const line of format(report, (colour, words) => styleText(colour, words))) console.log(line);
    if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, `${jsonOf(report)}\n`);
    if (options.svg !== undefined) writeFileSync(options.svg, chartOf(report));
    if (options.html !== undefined) writeFileSync(options.html, pageOf(report));
    return undefined;
  } finally {
    progress.stop();
  }
}

await runCommand('simulate', main);
