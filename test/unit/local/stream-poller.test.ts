import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Checkpoints, startStreamPoller } from '../../../local/pollers/stream-poller.ts';
import { until } from '../../support/until.ts';
import { fakePool } from './fake-pool.ts';
import { FakeStream } from './fake-stream.ts';
import { mappingOf } from './mappings.ts';
import { numbersOf, type ShardEvent } from './shard.ts';

const streamArn = 'arn:of:the:stream';

/** Polls a stream for a function of the test's own. */
function poll(
  t: TestContext,
  stream: FakeStream,
  mapping: Parameters<typeof mappingOf>[0] = {},
  checkpoints: Checkpoints = new Map(),
) {
  const { pool, events } = fakePool<ShardEvent>(() => null);
  const given = { client: stream.client, streamArn, pool, mapping: mappingOf(mapping), checkpoints };
  const poller = startStreamPoller({ ...given, onFailure: async () => undefined, faults: undefined });
  t.after(() => poller.stop());
  const numbers = async () => events.map(numbersOf);
  return { poller, numbers, checkpoints };
}

const holding = (count: number) => (batches: readonly unknown[][]) => batches.flat().length === count;

test('the records of every shard come in their order, also of shards on a later page', async (t) => {
  const { numbers } = poll(t, new FakeStream({ a: ['1', '4'], b: ['2'], c: ['3', '5'] }));
  const batches = await until(numbers, holding(5));
  assert.deepEqual(batches.map((batch) => batch.join()).sort(), ['1,4', '2', '3,5']);
});

test('a batch is no larger than the template says', async (t) => {
  const { numbers } = poll(t, new FakeStream({ a: ['1', '2', '3', '4', '5'] }), { BatchSize: 2 });
  assert.deepEqual(await until(numbers, holding(5)), [['1', '2'], ['3', '4'], ['5']]);
});

test('without a window, records come as soon as there are any', async (t) => {
  const stream = new FakeStream({ a: ['1'] });
  const { numbers } = poll(t, stream, { BatchSize: 3 });
  await until(numbers, holding(1));
  stream.add('a', '2');
  assert.deepEqual(await until(numbers, holding(2)), [['1'], ['2']]);
});

test('a batch waits for more while its window is open, and no longer than it is full', async (t) => {
  const stream = new FakeStream({ a: ['1', '2'] });
  const { numbers } = poll(t, stream, { BatchSize: 3, MaximumBatchingWindowInSeconds: 600 });
  await until(
    async () => stream.given,
    (given) => given === 2,
  );
  stream.add('a', '3', '4');
  assert.deepEqual(await until(numbers, holding(3)), [['1', '2', '3']]);
});

test('a batch goes when its window is over, full or not', async (t) => {
  const { numbers } = poll(t, new FakeStream({ a: ['1'] }), { BatchSize: 3, MaximumBatchingWindowInSeconds: 1 });
  assert.deepEqual(await until(numbers, holding(1)), [['1']]);
});

test('what is done is not read again after a stop, and what was only collected is', async (t) => {
  const stream = new FakeStream({ a: ['1', '2'] });
  const window = { BatchSize: 2, MaximumBatchingWindowInSeconds: 600 };
  const first = poll(t, stream, window);
  await until(first.numbers, holding(2));
  stream.add('a', '3');
  await until(
    async () => stream.given,
    (given) => given === 3,
  );
  await first.poller.stop();
  assert.deepEqual(await first.numbers(), [['1', '2']]);
  const second = poll(t, stream, {}, first.checkpoints);
  assert.deepEqual(await until(second.numbers, holding(1)), [['3']]);
});
