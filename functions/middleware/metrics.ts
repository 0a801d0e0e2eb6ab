import { type MetricName, metrics } from '../../contracts/observability.ts';

/** Values of a metric in one line at most, by CloudWatch's embedded metric format. */
const mostValues = 100;

/**
 * Tells CloudWatch values of a metric of this function by one line of its log, in the embedded metric format: no call
 * and no permission. Of more than 100 values it tells 100, evenly spread from the least to the greatest.
 */
export function writeMetric(name: MetricName, values: readonly number[]): void {
  if (values.length === 0) return;
  // Not by the console: where Lambda logs JSON, that would wrap the line, and CloudWatch wouldn't know it.
  process.stdout.write(`${JSON.stringify(metricLine(name, values, Date.now()))}\n`);
}

/** The line, see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export function metricLine(name: MetricName, values: readonly number[], timestamp: number): object {
  const { namespace, dimension } = metrics;
  const { unit } = metrics.names[name];
  return {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [[dimension]], Metrics: [{ Name: name, Unit: unit }] }],
    },
    [dimension]: process.env.AWS_LAMBDA_FUNCTION_NAME,
    [name]: spread(values),
  };
}

function spread(values: readonly number[]): readonly number[] {
  if (values.length <= mostValues) return values;
  const sorted = values.toSorted((a, b) => a - b);
  const step = (sorted.length - 1) / (mostValues - 1);
  return Array.from({ length: mostValues }, (_, index) => sorted[Math.round(index * step)] ?? 0);
}
