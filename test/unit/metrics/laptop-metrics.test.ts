import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricLine } from '../../../functions/middleware/metrics.ts';
import { readEmbeddedMetrics } from '../../../local/metrics/embedded-metrics.ts';
import { LaptopMetrics } from '../../../local/metrics/laptop-metrics.ts';
import { quantile } from '../../../local/metrics/metric.ts';
import { prometheusText } from '../../../local/metrics/prometheus.ts';
import { tablesOf } from '../../../local/status/tables.ts';
import { readPrometheus } from '../../support/prometheus.ts';

const line = (directive: object, values: object) =>
  JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics: [directive] }, ...values });

/** What Prometheus is told after a function has printed. */
function toldBy(...pieces: string[]) {
  const metrics = new LaptopMetrics();
  const observer = metrics.functionObserver('eu-central-1', 'tallyResponses');
  const instance = {};
  for (const piece of pieces) observer.printed(instance, Buffer.from(piece));
  return readPrometheus(prometheusText(metrics.metrics([])));
}

test('what our own functions print is read, whatever the line’s pieces', () => {
  const printed = `${JSON.stringify(metricLine({ ResultsAge: [120, 4_000] }, 1))}\n`;
  const at = printed.length - 30;
  const samples = toldBy('{"level":"INFO"}\n', printed.slice(0, at), printed.slice(at));
  const named = (name: string) => samples.find((sample) => sample.name === name);
  assert.equal(named('groundswell_results_age_seconds_count')?.value, 2);
  assert.equal(named('groundswell_results_age_seconds_sum')?.value, 4.12);
  assert.deepEqual(named('groundswell_results_age_seconds_sum')?.labels, {
    region: 'eu-central-1',
    function: 'tallyResponses',
  });
});

test('any metric of the embedded format shows by itself: counts add up, others are the last one', () => {
  const directive = {
    Namespace: 'Shop/Orders',
    Dimensions: [[], ['Reason', 'FunctionName'], ['Reason']],
    Metrics: [
      { Name: 'Refused', Unit: 'Count' },
      { Name: 'CPULoad' },
      { Name: 'Share', Unit: 'Percent' },
      { Name: 'Gone' },
    ],
  };
  const values = (refused: number) => ({
    Reason: 'a "b"\n\\c',
    FunctionName: 'F1',
    Refused: refused,
    CPULoad: 0.5,
    Share: [7, 9],
  });
  const samples = toldBy(`${line(directive, values(2))}\n${line(directive, values(3))}\n`);
  const labels = { reason: 'a "b"\n\\c', region: 'eu-central-1', function: 'tallyResponses' };
  assert.deepEqual(samples, [
    { name: 'shop_orders_cpu_load', labels, value: 0.5 },
    { name: 'shop_orders_refused_total', labels, value: 5 },
    { name: 'shop_orders_share_percent', labels, value: 9 },
  ]);
});

test('what only looks like a metric is none', () => {
  const directive = { Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'M' }] };
  for (const text of [
    '',
    'words',
    '"CloudWatchMetrics"',
    '{"CloudWatchMetrics":1',
    line(directive, { M: 'many' }),
    line({}, {}),
  ]) {
    assert.deepEqual(readEmbeddedMetrics(text), [], text);
  }
});

test('requests, functions and queues are told with their region, and the page has them', () => {
  const metrics = new LaptopMetrics();
  for (const [status, ms] of [
    [202, 20],
    [409, 30],
    [500, 2_000],
  ] as const)
    metrics.answered('eu-central-1', 'POST /polls', status, ms);
  const observer = metrics.functionObserver('eu-central-1', 'createPoll');
  observer.coldStarted(300);
  observer.invoked(12, 'done');
  observer.invoked(7, 'failed');
  const state = { name: 'ResponsesDeadLetters', waiting: 2, inFlight: 1, delayed: 0, oldestSeconds: 90 };
  const quiet = { ...state, name: 'MediaDeadLetters', waiting: 0, inFlight: 0 };
  const all = metrics.metrics([{ region: 'eu-central-1', states: [state, quiet] }]);
  const samples = readPrometheus(prometheusText(all));
  const figureOf = (name: string, labels: object) =>
    samples.find(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value;
  assert.equal(figureOf('groundswell_http_requests_total', { status: '409', route: 'POST /polls' }), 1);
  assert.equal(figureOf('groundswell_http_request_duration_seconds_bucket', { le: '0.025' }), 1);
  assert.equal(figureOf('groundswell_http_request_duration_seconds_bucket', { le: '+Inf' }), 3);
  assert.equal(figureOf('groundswell_function_invocations_total', { outcome: 'failed' }), 1);
  assert.equal(figureOf('groundswell_queue_messages', { state: 'waiting', queue: state.name }), 2);
  assert.equal(figureOf('groundswell_queue_oldest_message_seconds', { queue: 'ResponsesDeadLetters' }), 90);
  const rows = tablesOf(all).map((table) => table.rows.map(({ cells, isBad }) => [...cells, isBad]));
  assert.deepEqual(rows.slice(0, 3), [
    [['POST /polls', '3', '1', '1', '38 ms', '2.3 s', true]],
    [['Responses dead letters', '2', '1', '0', '90.0 s', true]],
    [['createPoll', '2', '1', '1', '24 ms', true]],
  ]);
});

test('a quantile lies between the bounds that hold it, and beyond the last one it is that one', () => {
  const distribution = { bounds: [1, 2, Number.POSITIVE_INFINITY], counts: [0, 4, 0], sum: 6, count: 4 };
  assert.equal(quantile(distribution, 0.5), 1.5);
  assert.equal(quantile({ ...distribution, counts: [0, 0, 4] }, 0.5), 2);
  assert.equal(quantile({ ...distribution, counts: [], count: 0 }, 0.5), undefined);
});
