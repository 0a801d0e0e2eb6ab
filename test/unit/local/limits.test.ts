import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchPace, type Clock } from '../../../local/pollers/batch-pace.ts';
import { writeLimits } from '../../../local/service-proxy/write-limits.ts';

const table = 'groundswell-dev-responses';
const call = (operation: string, service = 'dynamodb') => ({ service, operation });

test('writes of a limited table pass at its rate; reads, other tables and other services always do', () => {
  let now = 0;
  const admits = writeLimits({ [table]: 100 }, () => now);
  const write = (operation = 'UpdateItem', TableName = table) => admits(call(operation), { TableName });
  assert.deepEqual(
    Array.from({ length: 27 }, () => write()).filter((passed) => passed).length,
    25,
    'a quarter of a second at once',
  );
  assert.deepEqual([write('PutItem'), write('DeleteItem')], [false, false]);
  assert.deepEqual([write('GetItem'), write('UpdateItem', 'another')], [true, true]);
  assert.equal(admits(call('UpdateItem', 'sqs'), { TableName: table }), true);
  now += 50;
  assert.deepEqual(
    Array.from({ length: 6 }, () => write()),
    [true, true, true, true, true, false],
  );
});

/** A pace of 100 ms by a clock that only pauses and work set forward. */
function paced() {
  let now = 0;
  const pass = (ms: number) => {
    now += ms;
  };
  const clock: Clock = { now: () => now, pause: async (ms) => pass(ms) };
  const pace = batchPace(100, clock);
  return {
    /** @returns when the work began, and when the place was free again */
    async batch(waited: boolean, workMs: number) {
      let began = 0;
      await pace(waited, async () => {
        began = now;
        pass(workMs);
      });
      return [began, now];
    },
    pass,
  };
}

test('a batch holds its place for its time, and does its work at the end of it', async () => {
  const { batch } = paced();
  assert.deepEqual(await batch(true, 5), [80, 100]);
  assert.deepEqual(await batch(true, 50), [180, 230], 'work that takes longer holds it longer');
});

test('what was late for a batch that was there is made good, and nothing else', async () => {
  const { batch, pass } = paced();
  await batch(true, 50);
  assert.deepEqual(await batch(false, 5), [180, 200], 'the place was due at 100, and not when the work was done');
  pass(70);
  assert.deepEqual(await batch(false, 5), [280, 300]);
  pass(70);
  assert.deepEqual(await batch(true, 5), [450, 470], 'messages that came late are no fault of the laptop');
  pass(90);
  assert.deepEqual(await batch(false, 5), [640, 660], 'too late to be made good');
});

test('without a time a batch lasts as long as its work', async () => {
  const order: string[] = [];
  await batchPace(0)(false, async () => void order.push('work'));
  assert.deepEqual(order, ['work']);
});
