import { type MetricName, metrics, type RefusalReason } from '../../contracts/observability.ts';

/** Values of a metric in one line at most, by CloudWatch's embedded metric format. */
const mostValues = 100;

/** What a line tells: values of metrics, or a sum of each. */
export type MetricValues = Partial<Readonly<Record<MetricName, readonly number[] | number>>>;

/**
 * Tells CloudWatch values of metrics of this function by one line of its log, in the embedded metric format: no call
 * and no permission. Of more than 100 values it tells 100, evenly spread from the least to the greatest.
 */
export function writeMetrics(values: MetricValues, given: { timestamp?: number; reason?: RefusalReason } = {}): void {
  const told = Object.fromEntries(Object.entries(values).filter(([, value]) => [value].flat().length > 0));
  if (Object.keys(told).length === 0) return;
  // Not by the console: where Lambda logs JSON, that would wrap the line, and CloudWatch wouldn't know it.
  process.stdout.write(`${JSON.stringify(metricLine(told, given.timestamp ?? Date.now(), given.reason))}\n`);
}

/** The line, see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export function metricLine(values: MetricValues, timestamp: number, reason?: RefusalReason): object {
  const { namespace, dimension } = metrics;
  const names = Object.keys(values) as MetricName[];
  return {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [reason === undefined ? [dimension] : [dimension, metrics.reason]],
          Metrics: names.map((name) => ({ Name: name, Unit: metrics.names[name].unit })),
        },
      ],
    },
    [dimension]: process.env.AWS_LAMBDA_FUNCTION_NAME,
    ...(reason === undefined ? {} : { [metrics.reason]: reason }),
    ...Object.fromEntries(names.map((name) => [name, spread(values[name] ?? [])])),
  };
}

function spread(values: readonly number[] | number): readonly number[] | number {
  if (typeof values === 'number' || values.length <= mostValues) return values;
  const sorted = values.toSorted((a, b) => a - b);
  const step = (sorted.length - 1) / (mostValues - 1);
  return Array.from({ length: mostValues }, (_, index) => sorted[Math.round(index * step)] ?? 0);
}
