import { type CloudWatchClient, type Dimension, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type Point, UnusableHistory } from './points.ts';
import { dayMs, hourMs } from './series.ts';

/** What of CloudWatch is read: the sum of each hour of one metric. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/**
 * How long CloudWatch keeps the values of an hour
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html).
 */
export const mostDaysBack = 455;

/**
 * Reads a metric's hours, the last whole one at the end. An hour without a value had nothing to count: it is zero.
 * @param told called with how many hours have come, as long histories come in pages
 * @throws UnusableHistory where the metric has no values
 */
export async function readMetric(
  client: Pick<CloudWatchClient, 'send'>,
  { namespace, name, dimensions }: Metric,
  daysBack: number,
  now: number,
  told: (hours: number) => void = () => {},
): Promise<Point[]> {
  const end = Math.floor(now / hourMs) * hourMs;
  const sums = new Map<number, number>();
  let nextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(end - daysBack * dayMs),
        EndTime: new Date(end),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [
          {
            Id: 'demand',
            MetricStat: {
              Metric: { Namespace: namespace, MetricName: name, Dimensions: [...dimensions] },
              Period: hourMs / 1_000,
              Stat: 'Sum',
            },
          },
        ],
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      }),
    );
    const [result] = answer.MetricDataResults ?? [];
    const values = result?.Values ?? [];
    for (const [index, time] of (result?.Timestamps ?? []).entries()) sums.set(time.getTime(), values[index] ?? 0);
    nextToken = answer.NextToken;
    told(sums.size);
  } while (nextToken !== undefined);
  const first = Math.min(...sums.keys());
  if (sums.size === 0) throw new UnusableHistory(`CloudWatch has no values of ${namespace} ${name}.`);
  return Array.from({ length: (end - first) / hourMs }, (_, hour) => first + hour * hourMs).map((time) => ({
    time,
    value: sums.get(time) ?? 0,
  }));
}
