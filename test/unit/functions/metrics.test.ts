import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricLine, writeMetrics } from '../../../functions/middleware/metrics.ts';

const valuesOf = (values: readonly number[]) =>
  (metricLine({ ResultsAge: values }, 0) as { ResultsAge: number[] }).ResultsAge;

test('metrics are one line in the embedded metric format, under their function’s name', (t) => {
  t.after(() => delete process.env.AWS_LAMBDA_FUNCTION_NAME);
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'a-function';
  assert.deepEqual(metricLine({ ResultsAge: [3, 1], Tallied: 2 }, 1_800_000_000_000), {
    _aws: {
      Timestamp: 1_800_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'Groundswell',
          Dimensions: [['FunctionName']],
          Metrics: [
            { Name: 'ResultsAge', Unit: 'Milliseconds' },
            { Name: 'Tallied', Unit: 'Count' },
          ],
        },
      ],
    },
    FunctionName: 'a-function',
    ResultsAge: [3, 1],
    Tallied: 2,
  });
});

test('of more values than a line may have, it tells as many that are spread over all, both ends among them', () => {
  assert.equal(valuesOf(Array.from({ length: 100 }, (_, value) => value)).length, 100);
  const told = valuesOf(Array.from({ length: 1_000 }, (_, index) => (index * 7) % 1_000));
  assert.equal(told.length, 100);
  assert.deepEqual([told[0], told[50], told[99]], [0, 505, 999]);
});

test('a reason is a dimension beside the function', () => {
  const { _aws, Reason } = metricLine({ Refused: 1 }, 0, 'poll-not-open') as {
    _aws: { CloudWatchMetrics: [{ Dimensions: string[][] }] };
    Reason: string;
  };
  assert.deepEqual(_aws.CloudWatchMetrics[0].Dimensions, [['FunctionName', 'Reason']]);
  assert.equal(Reason, 'poll-not-open');
});

test('where there is nothing to tell there is no line', (t) => {
  const write = t.mock.method(process.stdout, 'write', () => true);
  writeMetrics({});
  writeMetrics({ ResultsAge: [] });
  assert.equal(write.mock.callCount(), 0);
  writeMetrics({ ResultsAge: [], Tallied: 3 });
  assert.equal(write.mock.callCount(), 1);
  assert.doesNotMatch(String(write.mock.calls[0]?.arguments[0]), /ResultsAge/);
});
