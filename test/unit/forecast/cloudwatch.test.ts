import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CloudWatchClient, GetMetricDataCommand, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { readMetric } from '../../../tools/forecast/cloudwatch.ts';
import { UnusableHistory } from '../../../tools/forecast/points.ts';
import { hourMs } from '../../../tools/forecast/series.ts';

const now = Date.parse('2027-01-10T12:34:56Z');
const at = (hour: number) => new Date(Date.parse('2027-01-10T00:00Z') + hour * hourMs);
const metric = {
  namespace: 'AWS/Lambda',
  name: 'Invocations',
  dimensions: [{ Name: 'FunctionName', Value: 'submit' }],
};

/** A CloudWatch that answers page by page. */
function cloudWatch(pages: readonly { times: Date[]; values: number[] }[]) {
  const asked: GetMetricDataCommand['input'][] = [];
  const send = async ({ input }: GetMetricDataCommand): Promise<GetMetricDataCommandOutput> => {
    asked.push(input);
    const { times: Timestamps = [], values: Values = [] } = pages[asked.length - 1] ?? {};
    const NextToken = asked.length < pages.length ? `page ${asked.length}` : undefined;
    return {
      $metadata: {},
      MetricDataResults: [{ Id: 'demand', Timestamps, Values }],
      ...(NextToken ? { NextToken } : {}),
    };
  };
  return { asked, client: { send } as unknown as Pick<CloudWatchClient, 'send'> };
}

test('hours come in pages, and an hour without a value is zero', async () => {
  const { asked, client } = cloudWatch([
    { times: [at(7), at(8)], values: [70, 80] },
    { times: [at(10)], values: [100] },
  ]);
  const told: number[] = [];
  const points = await readMetric(client, metric, 30, now, (hours) => told.push(hours));
  assert.deepEqual(
    points.map(({ time, value }) => [new Date(time).getUTCHours(), value]),
    [
      [7, 70],
      [8, 80],
      [9, 0],
      [10, 100],
      [11, 0],
    ],
  );
  assert.deepEqual(told, [2, 3]);
  assert.deepEqual(
    asked.map(({ NextToken }) => NextToken),
    [undefined, 'page 1'],
  );
  assert.deepEqual(asked[0]?.EndTime, new Date('2027-01-10T12:00Z'));
  assert.deepEqual(asked[0]?.StartTime, new Date('2026-12-11T12:00Z'));
  assert.deepEqual(asked[0]?.MetricDataQueries?.[0]?.MetricStat, {
    Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: metric.dimensions },
    Period: 3_600,
    Stat: 'Sum',
  });
});

test('a metric without values is no history', async () => {
  const { client } = cloudWatch([{ times: [], values: [] }]);
  await assert.rejects(readMetric(client, metric, 30, now), UnusableHistory);
});
