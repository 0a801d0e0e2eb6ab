import { type Distribution, type Labels, type Metric, quantile, type Series } from '../metrics/metric.ts';

/** A table of the status page. The first column names the row, the others hold figures. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly isBad?: boolean }[];
}

/** What the page shows beside each other: requests, queues, functions, and whatever else functions tell. */
export function tablesOf(metrics: readonly Metric[]): Table[] {
  const named = new Map(metrics.map((metric) => [metric.name, metric.series]));
  const regions = new Set(metrics.flatMap(({ series }) => series.map(({ labels }) => labels.region)));
  /** One region goes without saying. */
  const place = (name: string, { region = '' }: Labels) => (regions.size > 1 ? `${name} · ${region}` : name);
  const seriesOf = (name: string) => named.get(name) ?? [];
  return [
    requests(seriesOf, place),
    queues(seriesOf, place),
    functions(seriesOf, place),
    told(
      metrics.filter(({ name }) => !ownNames.test(name)),
      place,
    ),
  ];
}

type SeriesOf = (name: string) => readonly Series[];
type Place = (name: string, labels: Labels) => string;

/** How the queues end that keep what failed. */
const deadLetters = 'DeadLetters';
/** What the laptop measures by itself. */
const ownNames = /^groundswell_(http|function|queue)_/;

function requests(seriesOf: SeriesOf, place: Place): Table {
  const answers = seriesOf('groundswell_http_requests_total');
  const rows = distributions(seriesOf('groundswell_http_request_duration_seconds')).map(({ labels, distribution }) => {
    const own = answers.filter((one) => isSame(one.labels, labels, ['region', 'route']));
    const failed = sum(own.filter((one) => Number(one.labels.status) >= 500));
    const refused = sum(own.filter((one) => one.labels.status?.startsWith('4')));
    const cells = [place(labels.route ?? '', labels), String(distribution.count), String(refused), String(failed)];
    return {
      cells: [...cells, seconds(quantile(distribution, 0.5)), seconds(quantile(distribution, 0.95))],
      isBad: failed > 0,
    };
  });
  return { title: 'Requests', columns: ['Route', 'Answers', '4xx', '5xx', 'p50', 'p95'], rows };
}

function queues(seriesOf: SeriesOf, place: Place): Table {
  const messages = seriesOf('groundswell_queue_messages');
  const rows = seriesOf('groundswell_queue_oldest_message_seconds').flatMap((one) => {
    const { labels } = one;
    const own = messages.filter((other) => isSame(other.labels, labels, ['region', 'queue']));
    const count = (state: string) => sum(own.filter((other) => other.labels.state === state));
    const [waiting, inFlight, delayed] = [count('waiting'), count('in_flight'), count('delayed')];
    const name = labels.queue ?? '';
    const isForFailures = name.endsWith(deadLetters);
    // What has not failed needs no line.
    if (isForFailures && waiting + inFlight + delayed === 0) return [];
    const oldest = 'value' in one && waiting > 0 ? seconds(one.value) : '–';
    const shown = name.replace('Service', ' ').replace(deadLetters, ' dead letters');
    return {
      cells: [place(shown, labels), String(waiting), String(inFlight), String(delayed), oldest],
      isBad: isForFailures,
    };
  });
  return { title: 'Queues', columns: ['Queue', 'Waiting', 'In flight', 'Delayed', 'Oldest'], rows };
}

function functions(seriesOf: SeriesOf, place: Place): Table {
  const invocations = seriesOf('groundswell_function_invocations_total');
  const starts = distributions(seriesOf('groundswell_function_cold_start_seconds'));
  const rows = distributions(seriesOf('groundswell_function_duration_seconds')).map(({ labels, distribution }) => {
    const isOwn = (one: { labels: Labels }) => isSame(one.labels, labels, ['region', 'function']);
    const failed = sum(invocations.filter((one) => isOwn(one) && one.labels.outcome === 'failed'));
    const cold = starts.find(isOwn)?.distribution.count ?? 0;
    const cells = [place(labels.function ?? '', labels), String(distribution.count), String(failed), String(cold)];
    return { cells: [...cells, seconds(quantile(distribution, 0.95))], isBad: failed > 0 };
  });
  return { title: 'Functions', columns: ['Function', 'Events', 'Failed', 'Cold starts', 'p95'], rows };
}

/** Whatever functions print in the embedded metric format. */
function told(metrics: readonly Metric[], place: Place): Table {
  const rows = metrics.flatMap(({ name, series }) =>
    series.map((one) => {
      const { region: _, function: lambda = '', ...others } = one.labels;
      const of = [lambda, ...Object.entries(others).map(([label, value]) => `${label} ${value}`)].join(', ');
      return { cells: [place(name, one.labels), of, figureOf(name, one)] };
    }),
  );
  return { title: 'What functions tell', columns: ['Metric', 'Of', 'Value'], rows };
}

function figureOf(name: string, series: Series): string {
  if ('value' in series) return String(Math.round(series.value * 100) / 100);
  const { distribution } = series;
  const unit = name.endsWith('_seconds') ? seconds : (value: number | undefined) => String(value ?? '–');
  return `${distribution.count}: p50 ${unit(quantile(distribution, 0.5))}, p95 ${unit(quantile(distribution, 0.95))}`;
}

function distributions(series: readonly Series[]): { labels: Labels; distribution: Distribution }[] {
  return series.flatMap((one) => ('distribution' in one && one.distribution.count > 0 ? one : []));
}

function isSame(a: Labels, b: Labels, names: readonly string[]): boolean {
  return names.every((name) => a[name] === b[name]);
}

function sum(series: readonly Series[]): number {
  return series.reduce((total, one) => total + ('value' in one ? one.value : 0), 0);
}

function seconds(value: number | undefined): string {
  if (value === undefined) return '–';
  if (value < 1) return `${Math.round(value * 1_000)} ms`;
  return value < 120 ? `${value.toFixed(1)} s` : `${Math.round(value / 60)} min`;
}
