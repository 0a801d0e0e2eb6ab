import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../support/until.ts';
import { inTime, poolOf, rejectsAs } from './bundles.ts';
import { certain } from './certain.ts';

/** Stops in mid-event when the event names a file, which it makes to say so; otherwise says which thread it is. */
const stuckOnRequest = `
  import { writeFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  export const handler = async (event) => {
    if (!event.file) return threadId;
    writeFileSync(event.file, '');
    await new Promise(() => {});
  };`;

test(
  'a function that takes longer than its time is ended, and the next event gets a new instance',
  inTime,
  async (t) => {
    const { pool, folder } = poolOf(t, stuckOnRequest, { timeoutSeconds: 0.5 });
    const thread = await pool.invoke({});
    const stuck = pool.invoke({ file: join(folder, 'stuck') });
    await rejectsAs('Sandbox.Timedout', 'Task timed out after 0.50 seconds', stuck);
    assert.notEqual(await pool.invoke({}), thread);
  },
);

test('killing fails the event under way, and the next one works', inTime, async (t) => {
  const { pool, folder } = poolOf(t, stuckOnRequest);
  const file = join(folder, 'started');
  const killed = rejectsAs('Runtime.ExitError', /ended/, pool.invoke({ file }));
  await until(async () => existsSync(file), Boolean);
  await pool.kill();
  await killed;
  assert.equal(typeof (await pool.invoke({})), 'number');
});

test('an event that waits while another is killed gets an instance of its own', inTime, async (t) => {
  const { pool, folder } = poolOf(t, stuckOnRequest);
  const file = join(folder, 'started');
  const killed = rejectsAs('Runtime.ExitError', /ended/, pool.invoke({ file }));
  const waiting = pool.invoke({});
  await until(async () => existsSync(file), Boolean);
  await pool.kill();
  await killed;
  assert.equal(typeof (await waiting), 'number');
});

test('an event that comes while idle instances are being killed gets a new one', inTime, async (t) => {
  const { pool } = poolOf(t, stuckOnRequest);
  const thread = await pool.invoke({});
  const killing = pool.kill();
  assert.notEqual(await pool.invoke({}), thread);
  await killing;
});

/** Answers after a while of its own: never in the very turn in which it was asked. */
const slow = `
import { threadId } from 'node:worker_threads';
export const handler = () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  return threadId;
};`;

test('an answer that comes when the time is up does not hand the ended instance on', inTime, async (t) => {
  const { pool } = poolOf(t, slow, { timeoutSeconds: 1 });
  await pool.warm();
  const first = rejectsAs('Sandbox.Timedout', /timed out/, pool.invoke({}));
  const next = pool.invoke({});
  // Keeps the timer and the answer, which comes meanwhile, for one and the same turn.
  await new Promise((resolve) => setImmediate(resolve));
  for (const end = performance.now() + 1_200; performance.now() < end; );
  await first;
  assert.equal(typeof (await next), 'number');
});

test('stopping refuses the events that wait, and those that come after', inTime, async (t) => {
  const { pool, folder } = poolOf(t, stuckOnRequest);
  const [file, late] = [join(folder, 'started'), join(folder, 'late')];
  const running = rejectsAs('Runtime.ExitError', /ended/, pool.invoke({ file }));
  const waiting = rejectsAs('Runtime.ExitError', /stopped/, pool.invoke({ file: late }));
  await until(async () => existsSync(file), Boolean);
  await pool.stop();
  await Promise.all([running, waiting]);
  await rejectsAs('Runtime.ExitError', /stopped/, pool.invoke({}));
  assert.equal(existsSync(late), false);
});

test('after an instance was killed while it was idle, the next event gets a new one', inTime, async (t) => {
  const { pool } = poolOf(t, stuckOnRequest);
  const thread = await pool.invoke({});
  await pool.kill();
  assert.notEqual(await pool.invoke({}), thread);
});

test('a function that ends its own process fails its event only', inTime, async (t) => {
  const { pool } = poolOf(t, `export const handler = async (event) => (event.end ? process.exit(0) : 'fine');`);
  await rejectsAs('Runtime.ExitError', /ended/, pool.invoke({ end: true }));
  assert.equal(await pool.invoke({}), 'fine');
});

test('many events at once share the instances that there may be, each one event at a time', inTime, async (t) => {
  const code = `
    import { threadId } from 'node:worker_threads';
    let busy = 0;
    export const handler = async () => {
      busy += 1;
      const seen = busy;
      await new Promise((resolve) => setImmediate(resolve));
      busy -= 1;
      return { threadId, busy: seen };
    };`;
  const { pool } = poolOf(t, code, { mostInstances: 2 });
  const seen = (await Promise.all(Array.from({ length: 8 }, () => pool.invoke({})))) as Record<string, number>[];
  assert.equal(new Set(seen.map(({ threadId }) => threadId)).size, 2);
  assert.deepEqual(new Set(seen.map(({ busy }) => busy)), new Set([1]));
});

test('a call that fails on purpose never begins, and the next goes to the same instance', inTime, async (t) => {
  const faults = certain('functionFails');
  const { pool } = poolOf(t, 'let events = 0; export const handler = async () => (events += 1);', { faults });
  await rejectsAs('Runtime.InjectedFault', /on purpose/, pool.invoke({}));
  faults.become({ functionSlow: 1 });
  assert.equal(await pool.invoke({}), 1, 'late, and all the same');
  faults.become({});
  assert.equal(await pool.invoke({}), 2);
});

test('one event after the other goes to the same instance, also to the warmed one', inTime, async (t) => {
  const { pool } = poolOf(t, 'let events = 0; export const handler = async () => (events += 1);', { mostInstances: 4 });
  await pool.warm();
  assert.deepEqual([await pool.invoke({}), await pool.invoke({}), await pool.invoke({})], [1, 2, 3]);
});
