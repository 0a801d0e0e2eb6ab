import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../../command.ts';
import { metricOf, positive } from '../../forecast/arguments.ts';
import type { Metric } from '../../forecast/cloudwatch.ts';
import { type PricedRegion, regions } from '../prices.ts';
import type { Assumed } from '../savings/context.ts';
import { type UnitName, unitNames } from '../units.ts';

export const help = `Projects a stage's month by service, at the median and at the ninth decile, and ranks what could be saved.

  npm run forecast -- --csv votes.csv --json > forecast.json
  npm run cost -- month --forecast forecast.json [--stage production] [--html month.html]

One of
  --forecast FILE   what npm run forecast -- --json wrote; --month N is the Nth month ahead (1)
  --votes FILE      votes that were seen, as time,value of hours or days: the month is made of such weeks
  --usage FILE      what was used, as time,unit,quantity of hours or days; --units lists them
  --metric M        the same from CloudWatch, with credentials in the environment; may be given several times, as
                    UNIT=namespace,metric,dimension=value... or UNIT*FACTOR=..., for example
                    writeUnits=AWS/DynamoDB,ConsumedWriteCapacityUnits,TableName=groundswell-production-responses
                    lambdaGbSeconds*0.0005=AWS/Lambda,Duration,FunctionName=NAME (512 MB, milliseconds)
  --rate N          a steady rate of votes a second

  --stage NAME      whose settings (production)
  --region NAME     whose prices: ${regions.join(', ')} (the stage's first region, or us-east-1)
  --figures FILE    what npm run cost -- million --json wrote (figures that were counted before)
  --assembly FOLDER the synthesized stage, whose alarms, secrets and so on are counted (what such a stage has had)
  --profile FILE    functions' times by memory on Lambda; npm run cost -- profile --help
  --kept-months N   months of votes that the tables hold (3)
  --surge N         the busiest minutes of an hour as a multiple of its mean, which provisioned capacity must hold (2)
  --far-share N     the share of viewers in Asia, South America, Africa and Australia (0)
  --cold-share N    the share of calls that meet a cold start (0.01)
  --slower N        how many times longer than now a function may take with less memory (1.5)
  --days-back N     how much of CloudWatch's history is read (60)
  --html FILE       a page with bars and all tables, in one file
  --json            all figures, for scripts, in place of the report
  --json-file FILE  the same into a file, beside the report
  --budget          only the line for groundswell.config.ts

Exit status: 0 done; 1 it failed; 2 wrong usage, or a file that can't be used.`;

/** A metric that is a unit, or so many of them. */
export interface UnitMetric {
  readonly unit: UnitName;
  readonly factor: number;
  readonly metric: Metric;
}

export type Source =
  | { readonly forecast: string; readonly month: number }
  | { readonly votes: string }
  | { readonly usage: string }
  | { readonly metrics: readonly UnitMetric[]; readonly daysBack: number }
  | { readonly rate: number };

export interface MonthOptions {
  readonly source: Source;
  readonly stage: string;
  readonly region: PricedRegion | undefined;
  readonly figures: string | undefined;
  readonly assembly: string | undefined;
  readonly profile: string | undefined;
  readonly keptMonths: number;
  readonly assumed: Assumed;
  readonly html: string | undefined;
  readonly json: boolean;
  readonly jsonFile: string | undefined;
  readonly budget: boolean;
}

/**
 * Reads the command line.
 * @returns a text to print, when help or the units are asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): MonthOptions | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      forecast: { type: 'string' },
      month: { type: 'string', default: '1' },
      votes: { type: 'string' },
      usage: { type: 'string' },
      metric: { type: 'string', multiple: true, default: [] },
      rate: { type: 'string' },
      'days-back': { type: 'string', default: '60' },
      stage: { type: 'string', default: 'production' },
      region: { type: 'string' },
      figures: { type: 'string' },
      assembly: { type: 'string' },
      profile: { type: 'string' },
      'kept-months': { type: 'string', default: '3' },
      surge: { type: 'string', default: '2' },
      'far-share': { type: 'string', default: '0' },
      'cold-share': { type: 'string', default: '0.01' },
      slower: { type: 'string', default: '1.5' },
      html: { type: 'string' },
      json: { type: 'boolean', default: false },
      'json-file': { type: 'string' },
      budget: { type: 'boolean', default: false },
      units: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return help;
  if (values.units) return unitNames.join('\n');
  const { forecast, votes, usage, rate } = values;
  const sources: Source[] = [
    ...(forecast === undefined ? [] : [{ forecast, month: wholeNumber('month', values.month) }]),
    ...(votes === undefined ? [] : [{ votes }]),
    ...(usage === undefined ? [] : [{ usage }]),
    ...(values.metric.length === 0
      ? []
      : [{ metrics: values.metric.map(unitMetricOf), daysBack: wholeNumber('days-back', values['days-back'], 14) }]),
    ...(rate === undefined ? [] : [{ rate: positive('rate', rate) }]),
  ];
  const [source, another] = sources;
  if (!source || another) throw new UsageError('Name one of --forecast, --votes, --usage, --metric and --rate.');
  return {
    source,
    stage: values.stage,
    region: values.region === undefined ? undefined : pricedRegion(values.region),
    figures: values.figures,
    assembly: values.assembly,
    profile: values.profile,
    keptMonths: positive('kept-months', values['kept-months']),
    assumed: {
      surge: positive('surge', values.surge),
      farShare: share('far-share', values['far-share']),
      coldShare: share('cold-share', values['cold-share']),
      slower: positive('slower', values.slower),
    },
    html: values.html,
    json: values.json,
    jsonFile: values['json-file'],
    budget: values.budget,
  };
}

function pricedRegion(name: string): PricedRegion {
  const region = regions.find((known) => known === name);
  if (region) return region;
  throw new UsageError(`There are prices for ${regions.join(', ')}, not for "${name}".`);
}

function unitMetricOf(text: string): UnitMetric {
  const [given = '', ...rest] = text.split('=');
  const [name, factor = '1'] = given.split('*');
  const unit = unitNames.find((known) => known === name);
  if (!unit) throw new UsageError(`--metric: there is no unit "${name}"; --units lists them.`);
  return { unit, factor: positive('metric', factor), metric: metricOf('metric', rest.join('=')) };
}

function share(name: string, text: string): number {
  const number = Number(text);
  if (text !== '' && number >= 0 && number <= 1) return number;
  throw new UsageError(`--${name} takes a number from 0 to 1, not "${text}".`);
}
