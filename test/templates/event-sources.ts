import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from '../../contracts/observability.ts';
import { nameOf, regionStacks, resourcesOfType, target } from '../support/templates.ts';

interface Mapping {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
  readonly FunctionResponseTypes: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly StartingPosition?: string;
  readonly ParallelizationFactor?: number;
  readonly TumblingWindowInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly DestinationConfig?: { readonly OnFailure: { readonly Destination: unknown } };
}

const mappings = resourcesOfType<Mapping>('AWS::Lambda::EventSourceMapping');
const streams = mappings.filter((mapping) => mapping.Properties.StartingPosition !== undefined);
const queues = mappings.filter((mapping) => mapping.Properties.StartingPosition === undefined);

test('every event source reports the items that failed, so that one does not take its batch along', () => {
  for (const mapping of mappings) {
    assert.deepEqual(mapping.Properties.FunctionResponseTypes, ['ReportBatchItemFailures'], nameOf(mapping));
  }
});

test('a queue’s worker has a cap, so that a burst waits in the queue and not at the table', () => {
  assert.ok(queues.length >= 5 * regionStacks.length);
  for (const mapping of queues) {
    const most = mapping.Properties.ScalingConfig?.MaximumConcurrency ?? 0;
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
    assert.ok(most >= 2 && most <= 1_000, nameOf(mapping));
  }
});

test('a stream is read from its start, one batch at a time, with the window that names the stream shard', () => {
  // The streams of the responses and of the polls, and twice that of the tallies.
  assert.equal(streams.length, 4 * regionStacks.length);
  for (const mapping of streams) {
    const { StartingPosition, ParallelizationFactor, TumblingWindowInSeconds } = mapping.Properties;
    assert.equal(StartingPosition, 'TRIM_HORIZON', nameOf(mapping));
    assert.equal(ParallelizationFactor, 1, nameOf(mapping));
    assert.ok(TumblingWindowInSeconds && TumblingWindowInSeconds > 0, nameOf(mapping));
  }
});

test('a failing batch of a stream is bisected and never given up before its records expire', () => {
  for (const mapping of streams) {
    const { BisectBatchOnFunctionError, MaximumRetryAttempts, DestinationConfig } = mapping.Properties;
    assert.equal(BisectBatchOnFunctionError, true, nameOf(mapping));
    assert.ok(MaximumRetryAttempts === undefined || MaximumRetryAttempts === -1, nameOf(mapping));
    assert.equal(target(mapping, DestinationConfig?.OnFailure.Destination)?.Type, 'AWS::SQS::Queue', nameOf(mapping));
  }
});

test('no event source reads a stream whose name is not known', () => {
  for (const mapping of mappings) {
    assert.ok(!JSON.stringify(mapping.Properties.EventSourceArn).includes('*'), nameOf(mapping));
  }
});

test('a stream’s worker has an alarm on how far behind it is', () => {
  const alarms = resourcesOfType<{ MetricName: string; Dimensions: [{ Value: unknown }] }>(
    'AWS::CloudWatch::Alarm',
  ).filter((alarm) => alarm.Properties.MetricName === 'IteratorAge');
  for (const mapping of streams) {
    const worker = target(mapping, mapping.Properties.FunctionName);
    const watched = alarms.some((alarm) => worker && target(alarm, alarm.Properties.Dimensions[0].Value) === worker);
    assert.ok(watched, nameOf(mapping));
  }
});

test('the worker that counts responses has an alarm on the results’ age, by the metric that it writes', () => {
  const alarms = resourcesOfType<{
    Namespace?: string;
    MetricName: string;
    Dimensions: [{ Name: string; Value: unknown }];
  }>('AWS::CloudWatch::Alarm').filter(({ Properties }) => Properties.Namespace === metrics.namespace);
  const counting = streams.filter(({ Properties }) =>
    JSON.stringify(Properties.FunctionName).includes('tallyResponses'),
  );
  assert.ok(counting.length > 0);
  for (const mapping of counting) {
    const worker = target(mapping, mapping.Properties.FunctionName);
    const own = alarms.filter((alarm) => target(alarm, alarm.Properties.Dimensions[0].Value) === worker);
    assert.deepEqual(
      own.map(({ Properties: { MetricName, Dimensions } }) => [MetricName, Dimensions[0].Name]),
      [[Object.keys(metrics.names)[0], metrics.dimension]],
      nameOf(mapping),
    );
  }
});
