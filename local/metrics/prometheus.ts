import type { Labels, Metric, Series } from './metric.ts';

/** The type of what `prometheusText` writes. */
export const prometheusType = 'text/plain; version=0.0.4; charset=utf-8';

/** Metrics in Prometheus's text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .flatMap(({ name, help, type, series }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
      ...series.flatMap((one) => linesOf(name, one)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(name: string, series: Series): string[] {
  const { labels } = series;
  if ('value' in series) return [`${name}${labelText(labels)} ${number(series.value)}`];
  const { bounds, counts, sum, count } = series.distribution;
  let below = 0;
  const buckets = bounds.map((bound, index) => {
    below += counts[index] ?? 0;
    return `${name}_bucket${labelText({ ...labels, le: number(bound) })} ${below}`;
  });
  return [...buckets, `${name}_sum${labelText(labels)} ${number(sum)}`, `${name}_count${labelText(labels)} ${count}`];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : '+Inf';
}

/** A name as Prometheus takes it, from any other: `ResultsAge` becomes `results_age`. */
export function snakeName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^(\d)/, '_$1')
    .toLowerCase();
}
