import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLogLine } from '../../../local/metering/access-log.ts';
import { apiRequests, billedMs, queueRequests, writeUnits } from '../../../local/metering/billed-units.ts';
import { Meter } from '../../../local/metering/meter.ts';
import { noUsage } from '../../../local/metering/usage.ts';

const kilobyte = 1_024;

test('a begun unit is a whole one, and nothing is less than one', () => {
  assert.deepEqual([0, 1, kilobyte, kilobyte + 1].map(writeUnits), [1, 1, 1, 2]);
  assert.deepEqual([0, 64 * kilobyte, 64 * kilobyte + 1].map(queueRequests), [1, 1, 2]);
  assert.deepEqual([0, 512 * kilobyte, 512 * kilobyte + 1].map(apiRequests), [1, 1, 2]);
  assert.deepEqual([0.01, 1, 1.01].map(billedMs), [1, 1, 2]);
});

test('a request counts by the larger of its body and its answer; one that was thrown back only leaves its log line', () => {
  const meter = new Meter();
  meter.apiAnswered({ in: 600 * kilobyte, out: 100, log: 10 });
  meter.apiAnswered({ in: 0, out: 200, log: 10 });
  meter.apiRefused({ log: 7 });
  assert.deepEqual(meter.take().api, { requests: 3, free: 1, bytesOut: 300, logBytes: 27 });
});

test('each event of a function is rounded up by itself', () => {
  const meter = new Meter();
  const submit = meter.functionMeter('submitResponse', 512);
  for (const ms of [1.2, 1.2, 1.2]) submit.invoked(ms, 0.5);
  submit.coldStarted(80.5);
  submit.printed(12);
  assert.deepEqual(meter.take().functions, {
    submitResponse: { memoryMb: 512, invocations: 3, billedMs: 6, cpuMs: 1.5, coldStarts: 1, initMs: 81, logBytes: 12 },
  });
});

test('a write to a table with replicas is billed in each of their regions, a failed one where it failed', () => {
  const meter = new Meter();
  meter.knowReplicas('responses', 3);
  meter.tableUsed({ table: 'responses', reads: 0, writes: 2, isReplicated: true });
  meter.tableUsed({ table: 'responses', reads: 0.5, writes: 1, isReplicated: false });
  meter.tableUsed({ table: 'tallies', reads: 0, writes: 1, isReplicated: true });
  assert.deepEqual(meter.take().tables, {
    responses: { writes: 0, replicatedWrites: 7, reads: 0.5 },
    tallies: { writes: 1, replicatedWrites: 0, reads: 0 },
  });
});

test('what was taken is not counted again, and what comes later is', () => {
  const meter = new Meter();
  const { invoked } = meter.functionMeter('getResults', 512);
  meter.queueCalled('SendMessage', 65 * kilobyte);
  meter.receivedNothing();
  assert.deepEqual(meter.take().queues, { requests: { SendMessage: 2 }, idleReceives: 1 });
  assert.deepEqual(meter.take(), noUsage());
  invoked(3, 1);
  assert.equal(meter.take().functions.getResults?.billedMs, 3);
});

test('a line of the access log is as long as its variables are', () => {
  const values = { routeKey: 'GET /polls', status: 200, responseLatency: 12, responseLength: 345 };
  const format = '{"route":"$context.routeKey","status":"$context.status","new":"$context.unknown"}';
  assert.equal(accessLogLine(format, values), '{"route":"GET /polls","status":"200","new":"-"}');
  assert.equal(accessLogLine(undefined, values), '');
});

test('an event is an operation by 5 KB, and one more for each who gets it; connections are billed by the minute', () => {
  const meter = new Meter();
  meter.livePublished(5 * 1_024 + 1, 10);
  meter.liveUsed(100);
  meter.liveConnected(60_001);
  assert.deepEqual(meter.take().live, { published: 2, delivered: 20, messages: 1, connectionMinutes: 2 });
});
