import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Meter } from '../../local/metering/meter.ts';
import { startRuntime } from '../../local/runtime.ts';
import { help, readOptions } from './arguments.ts';
import { pricesReadOn, priceTables } from './prices.ts';
import { format } from './print.ts';
import { reportOf } from './report.ts';
import { measure } from './run.ts';

/** As many instances of a function as a small machine has cores: more would only wait for each other and look slow. */
const mostInstances = 2;

/** `npm run cost -- million`: runs votes and views through the laptop, and prices what was counted. */
export async function million(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (!options) return console.log(help);
  const meter = new Meter();
  const runtime = await startRuntime({ port: 0, workFolder: resolve('.groundswell', 'cost'), mostInstances, meter });
  try {
    const run = await measure(runtime, meter, options, process.stderr);
    const report = reportOf(run, options);
    for (const line of format(run, report, options)) console.log(line);
    if (options.json === undefined) return;
    const all = { options, pricesReadOn, prices: priceTables[options.region], run, report };
    writeFileSync(options.json, `${JSON.stringify(all, undefined, 2)}\n`);
  } finally {
    await runtime.stop();
  }
}
