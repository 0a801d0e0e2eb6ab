import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../command.ts';
import { type Metric, mostDaysBack } from './cloudwatch.ts';
import { eventOf, type PlannedEvent } from './events.ts';

export const help = `Forecasts demand from its history, and says when which limit is reached and what to do about it.

npm run forecast -- --csv FILE [--stage production] [--event TIME,audience=N,"NAME"]
npm run forecast -- --cloudwatch AWS/Lambda,Invocations,FunctionName=NAME,Resource=NAME:live [--region eu-central-1]

  --csv FILE        a head line, then time,value: what an hour or a day brought; times without a zone are UTC
  --cloudwatch M    namespace,metric,dimension=value...: the sums of its hours; needs credentials in the environment
  --days-back N     how much of CloudWatch's history is read (180; at most ${mostDaysBack})
  --region NAME     where the metric is (the stage's first region)
  --scale N         votes that one of the history's units stands for (1)
  --stage NAME      whose limits (production)
  --days N          how far ahead (365)
  --peak-factor N   the busiest second as a multiple of the mean second of the busiest hour (4), or of the day where
                    the history has days (12); measure it from CloudWatch's minutes
  --event E         a planned event, as 2027-03-01T20:00Z,audience=100000,"Final"; may be given several times
  --usd-per-million what a million votes cost with all that comes with them, in place of docs/operations/cost.md
  --svg FILE        a chart
  --html FILE       a page with the chart and all tables, in one file
  --json            all figures, for scripts, in place of the report
  --json-file FILE  the same into a file, beside the report
  --fail-within N   exit status 3 where a limit is reached at the ninth decile, or by an event, within so many days

Exit status: 0 done; 1 it failed; 2 wrong usage, or a history that can't be used; 3 see --fail-within.`;

export interface ForecastOptions {
  readonly source: { readonly csv: string } | { readonly metric: Metric };
  readonly daysBack: number;
  readonly region: string | undefined;
  readonly scale: number;
  readonly stage: string;
  readonly days: number;
  readonly peakFactor: number | undefined;
  readonly events: readonly PlannedEvent[];
  readonly usdPerMillion: number | undefined;
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly json: boolean;
  readonly jsonFile: string | undefined;
  readonly failWithin: number | undefined;
}

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UsageError, or parseArgs' own TypeError, for what can't be understood
 */
export function readOptions(args: readonly string[]): ForecastOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      csv: { type: 'string' },
      cloudwatch: { type: 'string' },
      'days-back': { type: 'string', default: '180' },
      region: { type: 'string' },
      scale: { type: 'string', default: '1' },
      stage: { type: 'string', default: 'production' },
      days: { type: 'string', default: '365' },
      'peak-factor': { type: 'string' },
      event: { type: 'string', multiple: true, default: [] },
      'usd-per-million': { type: 'string' },
      svg: { type: 'string' },
      html: { type: 'string' },
      json: { type: 'boolean', default: false },
      'json-file': { type: 'string' },
      'fail-within': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const daysBack = wholeNumber('days-back', values['days-back']);
  if (daysBack > mostDaysBack) throw new UsageError(`CloudWatch keeps hours for ${mostDaysBack} days.`);
  return {
    source: sourceOf(values.csv, values.cloudwatch),
    daysBack,
    region: values.region,
    scale: positive('scale', values.scale),
    stage: values.stage,
    days: wholeNumber('days', values.days),
    peakFactor: optional('peak-factor', values['peak-factor'], positive),
    events: values.event.map(eventOf),
    usdPerMillion: optional('usd-per-million', values['usd-per-million'], positive),
    svg: values.svg,
    html: values.html,
    json: values.json,
    jsonFile: values['json-file'],
    failWithin: optional('fail-within', values['fail-within'], wholeNumber),
  };
}

function sourceOf(csv: string | undefined, cloudwatch: string | undefined): ForecastOptions['source'] {
  if (csv !== undefined && cloudwatch === undefined) return { csv };
  if (cloudwatch === undefined || csv !== undefined) throw new UsageError('Name either --csv or --cloudwatch.');
  return { metric: metricOf('cloudwatch', cloudwatch) };
}

/**
 * Reads a metric like `AWS/Lambda,Invocations,FunctionName=NAME`.
 * @throws UsageError that names the option
 */
export function metricOf(option: string, text: string): Metric {
  const [namespace, name, ...dimensions] = text.split(',');
  if (!namespace || !name) throw new UsageError(`--${option} takes namespace,metric,dimension=value...`);
  return {
    namespace,
    name,
    dimensions: dimensions.map((dimension) => {
      const [key, ...value] = dimension.split('=');
      if (!key || value.length === 0) throw new UsageError(`"${dimension}" is no dimension=value.`);
      return { Name: key, Value: value.join('=') };
    }),
  };
}

function optional(name: string, text: string | undefined, read: (name: string, text: string) => number) {
  return text === undefined ? undefined : read(name, text);
}

export function positive(name: string, text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UsageError(`--${name} takes a number above 0, not "${text}".`);
}
