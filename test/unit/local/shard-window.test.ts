import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopClock } from './clock.ts';
import { numbersOf, recordsOf, type ShardEvent, shardReader } from './shard.ts';

const noon = Date.UTC(2027, 0, 15, 12);
const windows = { TumblingWindowInSeconds: 60 };
/** A function that counts the records of a window in the window's state. */
const count = (event: ShardEvent) => ({ state: { count: countIn(event) + event.Records.length } });
const countIn = ({ state }: ShardEvent) => (state as { count?: number }).count ?? 0;

test('without a tumbling window an event has nothing but records', async () => {
  const { reader, events } = shardReader({}, () => ({ state: { count: 1 } }));
  await reader.deliver(recordsOf('1'));
  await reader.deliver(recordsOf('2'));
  await reader.closeDueWindow();
  assert.deepEqual(events.map(Object.keys), [['Records'], ['Records']]);
});

test('an event names its stream shard and its window, which begins at a round time', async (t) => {
  stopClock(t, noon + 15_000);
  const { reader, events } = shardReader(windows, count);
  await reader.deliver(recordsOf('1'));
  assert.deepEqual(events, [
    {
      Records: recordsOf('1'),
      shardId: 'shard-1',
      eventSourceARN: 'arn:of:the:stream',
      window: { start: '2027-01-15T12:00:00.000Z', end: '2027-01-15T12:01:00.000Z' },
      state: {},
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    },
  ]);
});

test('the state goes from one batch of a window to the next, and the next window begins without', async (t) => {
  const later = stopClock(t, noon);
  const { reader, events } = shardReader(windows, count);
  await reader.deliver(recordsOf('1', '2'));
  later(59_999);
  await reader.deliver(recordsOf('3'));
  later(1);
  await reader.deliver(recordsOf('4'));
  assert.deepEqual(
    events.map((event) => [numbersOf(event), countIn(event), event.isFinalInvokeForWindow, event.window?.start]),
    [
      [['1', '2'], 0, false, '2027-01-15T12:00:00.000Z'],
      [['3'], 2, false, '2027-01-15T12:00:00.000Z'],
      [[], 3, true, '2027-01-15T12:00:00.000Z'],
      [['4'], 0, false, '2027-01-15T12:01:00.000Z'],
    ],
  );
});

test('a retry gets the state from before the batch that failed', async (t) => {
  stopClock(t, noon);
  const { reader, events } = shardReader(windows, (event, call) => {
    if (call === 1) throw new Error('refused by plan');
    return count(event);
  });
  await reader.deliver(recordsOf('1'));
  await reader.deliver(recordsOf('2'));
  await reader.deliver(recordsOf('3'));
  assert.deepEqual(events.map(countIn), [0, 1, 1, 2]);
});

test('a window that is over is closed once, without records, when nothing more comes', async (t) => {
  const later = stopClock(t, noon);
  const { reader, events } = shardReader(windows, count);
  await reader.deliver(recordsOf('1'));
  later(59_999);
  await reader.closeDueWindow();
  assert.equal(events.length, 1, 'the window is not over yet');
  later(1);
  await reader.closeDueWindow();
  await reader.closeDueWindow();
  assert.equal(events.length, 2);
  assert.deepEqual(events[1]?.Records, []);
  assert.equal(events[1]?.isFinalInvokeForWindow, true);
  assert.deepEqual(events[1]?.state, { count: 1 });
});

test('where no records came there is no window to close', async (t) => {
  const later = stopClock(t, noon);
  const { reader, events } = shardReader(windows, count);
  later(120_000);
  await reader.closeDueWindow();
  assert.equal(events.length, 0);
});

test('an answer without a state fails the batch, as a window has one', async (t) => {
  stopClock(t, noon);
  const { reader, events } = shardReader(windows, (event, call) => (call < 2 ? [null, {}][call] : count(event)));
  await reader.deliver(recordsOf('1'));
  assert.deepEqual(events.map(numbersOf), [['1'], ['1'], ['1']]);
});
