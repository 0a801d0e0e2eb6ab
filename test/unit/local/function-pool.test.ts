import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../support/until.ts';
import { inTime, poolOf, rejectsAs } from './bundles.ts';

test('a result is JSON: a date becomes a text, an undefined field is gone, nothing is null', inTime, async (t) => {
  const results = '{ date: new Date(0), gone: undefined, list: [undefined, NaN] }';
  const { pool } = poolOf(t, `export const handler = async (event) => (event.empty ? undefined : ${results});`);
  assert.deepEqual(await pool.invoke({}), { date: '1970-01-01T00:00:00.000Z', list: [null, null] });
  assert.equal(await pool.invoke({ empty: true }), null);
});

test('a function gets its event, and a context with its names and the time that it has left', async (t) => {
  const { pool } = poolOf(
    t,
    `export const handler = async (event, context) => ({ event, context, left: context.getRemainingTimeInMillis() });`,
  );
  const { event, context, left } = (await pool.invoke({ a: [1] })) as {
    event: unknown;
    context: Record<string, unknown>;
    left: number;
  };
  assert.deepEqual(event, { a: [1] });
  assert.equal(context.functionName, 'tested');
  assert.equal(context.invokedFunctionArn, 'arn:of:tested');
  assert.ok(left > 0 && left <= 30_000, `${left} ms`);
});

test('what a function throws is an error with its type and message, and the next event works', inTime, async (t) => {
  const { pool } = poolOf(
    t,
    `export const handler = async (event) => {
      if (event.text) throw event.text;
      if (event.bad) throw new RangeError('too far');
      return 'fine';
    };`,
  );
  await rejectsAs('RangeError', 'too far', pool.invoke({ bad: true }));
  await rejectsAs('Error', 'only a text', pool.invoke({ text: 'only a text' }));
  assert.equal(await pool.invoke({}), 'fine');
});

test('a bundle that throws when it is loaded shows before the first event, and at every event', inTime, async (t) => {
  const { pool } = poolOf(t, `throw new TypeError('broken on purpose');`);
  await rejectsAs('TypeError', 'broken on purpose', pool.warm());
  await rejectsAs('TypeError', 'broken on purpose', pool.invoke({}));
  await Promise.all([1, 2].map(() => rejectsAs('TypeError', 'broken on purpose', pool.invoke({}))));
});

test('a bundle without the handler is named by what is missing', async (t) => {
  const { pool } = poolOf(t, 'export const other = 1;');
  await rejectsAs('Error', /handler/, pool.warm());
});

test('a function sees its own environment and no other, and can not change the program’s', async (t) => {
  process.env.GROUNDSWELL_OF_THE_TEST = 'outside';
  t.after(() => delete process.env.GROUNDSWELL_OF_THE_TEST);
  const code = `export const handler = async () => {
    const seen = { ...process.env };
    process.env.GROUNDSWELL_OF_THE_TEST = 'changed';
    return seen;
  };`;
  const { pool } = poolOf(t, code, { environment: { TABLE: 'polls' } });
  assert.deepEqual(await pool.invoke({}), { TABLE: 'polls' });
  assert.equal(process.env.GROUNDSWELL_OF_THE_TEST, 'outside');
});

test('what a function prints is in its log', async (t) => {
  const { pool, readLog } = poolOf(t, `export const handler = async () => console.log('hello from within');`);
  await pool.invoke({});
  await until(readLog, (text) => text.includes('hello from within'));
});
