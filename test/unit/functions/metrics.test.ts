import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricLine } from '../../../functions/middleware/metrics.ts';

const valuesOf = (values: readonly number[]) =>
  (metricLine('ResultsAge', values, 0) as { ResultsAge: number[] }).ResultsAge;

test('a metric is one line in the embedded metric format, under its function’s name', (t) => {
  t.after(() => delete process.env.AWS_LAMBDA_FUNCTION_NAME);
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'a-function';
  assert.deepEqual(metricLine('ResultsAge', [3, 1], 1_800_000_000_000), {
    _aws: {
      Timestamp: 1_800_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'Groundswell',
          Dimensions: [['FunctionName']],
          Metrics: [{ Name: 'ResultsAge', Unit: 'Milliseconds' }],
        },
      ],
    },
    FunctionName: 'a-function',
    ResultsAge: [3, 1],
  });
});

test('of more values than a line may have, it tells as many that are spread over all, both ends among them', () => {
  assert.equal(valuesOf(Array.from({ length: 100 }, (_, value) => value)).length, 100);
  const told = valuesOf(Array.from({ length: 1_000 }, (_, index) => (index * 7) % 1_000));
  assert.equal(told.length, 100);
  assert.deepEqual([told[0], told[50], told[99]], [0, 505, 999]);
});
