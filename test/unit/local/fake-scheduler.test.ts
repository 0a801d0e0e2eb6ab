import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { startFakeScheduler } from '../../../local/servers/fake-scheduler.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { SchedulerTimetable } from '../../../stores/scheduler-timetable.ts';

const hour = 3_600_000;

/** The adapter that functions use, on a scheduler of the test's own that tells each call. */
async function start(t: { after(end: () => Promise<void>): void }) {
  const scheduler = await startFakeScheduler();
  t.after(() => scheduler.stop());
  const calls = new EventEmitter();
  const called: unknown[] = [];
  scheduler.connect(async (arn, event) => {
    called.push([arn, event]);
    calls.emit('call');
  });
  const client = new SchedulerClient({ endpoint: scheduler.endpoint, ...localCredentials });
  const arns = { targetArn: 'arn:function', roleArn: 'arn:role', deadLetterArn: 'arn:queue' };
  return { scheduler, calls, called, timetable: new SchedulerTimetable(client, { group: 'stage', ...arns }) };
}

test('a schedule fires by itself at its time, once, and is gone', async (t) => {
  const { scheduler, calls, called, timetable } = await start(t);
  const at = Date.now() + 1;
  const call = once(calls, 'call');
  await timetable.set('one', at);
  await call;
  assert.ok(Date.now() >= at);
  assert.deepEqual(called, [['arn:function', { at }]]);
  assert.deepEqual(scheduler.pending(), {});
});

test('a schedule that is set again moves, and one that is cancelled never fires', async (t) => {
  const { scheduler, called, timetable } = await start(t);
  const now = Math.ceil(Date.now() / 1_000) * 1_000;
  await timetable.set('one', now + hour);
  await timetable.set('one', now + 2 * hour);
  await timetable.set('two', now + hour);
  assert.deepEqual(scheduler.pending(), { 'stage/one': now + 2 * hour, 'stage/two': now + hour });
  await timetable.cancel('two');
  await timetable.cancel('two');
  await scheduler.fireUntil(now + hour);
  assert.deepEqual(called, []);
  await scheduler.fireUntil(now + 2 * hour);
  assert.deepEqual(called, [['arn:function', { at: now + 2 * hour }]]);
});

test('a time between two seconds is never rounded down', async (t) => {
  const { scheduler, timetable } = await start(t);
  const second = Math.ceil(Date.now() / 1_000) * 1_000 + hour;
  await timetable.set('one', second + 1);
  assert.deepEqual(scheduler.pending(), { 'stage/one': second + 1_000 });
});

test('a repeating schedule fires for its last time that is over, with that time in its input', async (t) => {
  const { scheduler, called } = await start(t);
  const input = '{"v":1,"at":"<aws.scheduler.scheduled-time>"}';
  const before = Date.now();
  scheduler.repeat([{ name: 'daily', everyMs: 24 * hour, arn: 'arn:queue', roleArn: 'arn:role', input }]);
  await scheduler.fireUntil(before + 23 * hour);
  assert.deepEqual(called, []);
  await scheduler.fireUntil(before + 73 * hour);
  assert.equal(called.length, 1);
  const [, at = ''] = /^\["arn:queue",\{"v":1,"at":"(.*Z)"\}\]$/.exec(JSON.stringify(called[0])) ?? [];
  assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const hours = (Date.parse(at) - before) / hour;
  assert.equal(Math.round(hours), 72);
  assert.deepEqual(scheduler.pending(), {});
});
