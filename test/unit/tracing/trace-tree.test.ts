import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceivedSpan } from '../../../local/tracing/span.ts';
import { TraceStore } from '../../../local/tracing/trace-store.ts';
import { rootsOf, treeOf } from '../../../local/tracing/tree.ts';

const base = 1_700_000_000_000;
const span = (spanId: string, from: number, to: number, changes: Partial<ReceivedSpan> = {}): ReceivedSpan => ({
  traceId: 't1',
  spanId,
  parentSpanId: undefined,
  service: 'submitResponse',
  name: spanId,
  startedAt: base + from,
  endedAt: base + to,
  isError: false,
  attributes: {},
  links: [],
  ...changes,
});

const process = span('process', 120, 150, {
  parentSpanId: 'send',
  service: 'recordResponses',
  name: 'process groundswell-dev-eu-central-1-workers-ResponsesServiceAcceptedQueueE0CD2DFB',
  isError: true,
  attributes: { 'groundswell.waited_ms': 112, 'error.type': 'Timeout' },
  links: [{ traceId: 't2', spanId: 'batch' }],
});
const spans = [
  process,
  span('send', 4, 9, { parentSpanId: 'request' }),
  span('read', 1, 3, { parentSpanId: 'request' }),
  span('request', 0, 10, { attributes: { 'http.response.status_code': 202 } }),
];

test('a trace is printed from its request to its end, with what waited and what failed', () => {
  assert.deepEqual(treeOf(spans).slice(2), [
    '   0.0 ms    10 ms  submitResponse   request (status 202)',
    '   1.0 ms   2.0 ms  submitResponse   ├─ read',
    '   4.0 ms   5.0 ms  submitResponse   └─ send',
    '   120 ms    30 ms  recordResponses     └─ process ResponsesServiceAccepted queue (waited 112 ms, links to 1, FAILED: Timeout)',
  ]);
  assert.equal(treeOf(spans)[0], 'Trace t1: 4 spans of 2 functions, 150 ms');
});

test('what goes on from a span that isn’t known stands at the top', () => {
  assert.deepEqual(
    rootsOf(spans.filter(({ spanId }) => spanId !== 'send')).map(({ spanId }) => spanId),
    ['process', 'request'],
  );
});

test('of traces, the newest are kept, and of a trace without an end its first spans', () => {
  const store = new TraceStore();
  for (let trace = 0; trace < 1_100; trace += 1) store.add([span('s', trace, trace, { traceId: `t${trace}` })]);
  assert.equal(store.spansOf('t99').length, 0);
  assert.equal(store.spansOf('t100').length, 1);
  store.add(Array.from({ length: 2_000 }, (_, index) => span(`s${index}`, 0, 1, { traceId: 'long' })));
  assert.equal(store.spansOf('long').length, 1_000);
  assert.deepEqual(
    store.recent(2).map(({ traceId }) => traceId),
    ['long', 't1099'],
  );
});
