import { readFileSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { loadConfiguration } from '../../lib/configuration/load.ts';
import { configurationOf, type StageConfiguration } from '../../lib/configuration/stage.ts';
import { showSteps } from '../bench/progress.ts';
import { runCommand, UsageError } from '../command.ts';
import { type ForecastOptions, help, readOptions } from './arguments.ts';
import { chartOf } from './chart.ts';
import { readMetric } from './cloudwatch.ts';
import { pointsOf } from './csv.ts';
import type { PlannedEvent } from './events.ts';
import { jsonOf } from './json.ts';
import { pageOf } from './page.ts';
import { type Point, regular, UnusableHistory } from './points.ts';
import { format } from './print.ts';
import { reportOf } from './report.ts';
import { type Series, timeAt } from './series.ts';
import { isWithin } from './within.ts';

const limitIsNear = 3;

async function main(): Promise<number | undefined> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return undefined;
  }
  const stage = configurationOf(options.stage, await loadConfiguration());
  const progress = showSteps(process.stderr);
  try {
    const points = await pointsFrom(options, stage, progress.step);
    const scaled = points.map(({ time, value }) => ({ time, value: value * options.scale }));
    const history = regular(scaled);
    refusePast(history.series, options.events);
    const report = reportOf(history, { ...options, stage }, progress.step);
    progress.stop();
    if (options.json) console.log(jsonOf(report));
    else for (const line of format(report, (colour, words) => styleText(colour, words))) console.log(line);
    if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, `${jsonOf(report)}\n`);
    if (options.svg !== undefined) writeFileSync(options.svg, chartOf(report));
    if (options.html !== undefined) writeFileSync(options.html, pageOf(report));
    return options.failWithin !== undefined && isWithin(report, options.failWithin) ? limitIsNear : undefined;
  } catch (error) {
    progress.stop();
    if (!(error instanceof UnusableHistory)) throw error;
    console.error(`forecast: ${error.message}`);
    return 2;
  }
}

/** @throws UsageError for an event that lies in the history */
function refusePast(series: Series, events: readonly PlannedEvent[]): void {
  const end = timeAt(series, series.values.length);
  const past = events.find(({ time }) => time < end);
  if (past) throw new UsageError(`${past.name} lies before the history's end, ${new Date(end).toISOString()}.`);
}

async function pointsFrom(
  { source, daysBack, region }: ForecastOptions,
  stage: StageConfiguration,
  told: (step: string) => void,
): Promise<Point[]> {
  if ('csv' in source) return pointsOf(readFileSync(source.csv, 'utf8'));
  const client = new CloudWatchClient({ region: region ?? stage.regions[0] });
  const hours = (count: number) => told(`reading CloudWatch: ${count} hours`);
  return await readMetric(client, source.metric, daysBack, Date.now(), hours);
}

await runCommand('forecast', main);
