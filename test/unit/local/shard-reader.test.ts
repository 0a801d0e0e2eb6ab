import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certain } from './certain.ts';
import { numbersOf, recordsOf, type ShardEvent, shardReader } from './shard.ts';

const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const failing = (...numbers: string[]) => ({
  batchItemFailures: numbers.map((itemIdentifier) => ({ itemIdentifier })),
});
const refuse = () => {
  throw new Error('refused by plan');
};

test('a batch that is done is handed over once, with its records as they are', async () => {
  const { reader, events } = shardReader(reporting, () => ({ batchItemFailures: [] }));
  await reader.deliver(recordsOf('1', '2'));
  assert.deepEqual(events, [{ Records: recordsOf('1', '2') }]);
});

test('no records are no event', async () => {
  const { reader, events } = shardReader(reporting, () => null);
  await reader.deliver([]);
  assert.equal(events.length, 0);
});

test('a batch is retried from the first record that the function reports', async () => {
  const { reader, events } = shardReader(reporting, (_, call) => (call === 0 ? failing('3', '2') : null));
  await reader.deliver(recordsOf('1', '2', '3', '4'));
  assert.deepEqual(events.map(numbersOf), [
    ['1', '2', '3', '4'],
    ['2', '3', '4'],
  ]);
});

test('a report of a record that is not in the batch fails the whole batch', async () => {
  const { reader, events } = shardReader(reporting, (_, call) => (call === 0 ? failing('7') : null));
  await reader.deliver(recordsOf('1', '2'));
  assert.deepEqual(events.map(numbersOf), [
    ['1', '2'],
    ['1', '2'],
  ]);
});

test('an answer of another form fails the whole batch', async () => {
  const { reader, events } = shardReader(reporting, (_, call) => (call === 0 ? { batchItemFailures: 'all' } : null));
  await reader.deliver(recordsOf('1'));
  assert.equal(events.length, 2);
});

test('without batch item failures in the template, a report means nothing', async () => {
  const { reader, events } = shardReader({}, () => failing('1'));
  await reader.deliver(recordsOf('1', '2'));
  assert.equal(events.length, 1);
});

test('a thrown error repeats the whole batch until it works, where retries have no limit', async () => {
  const { reader, events, failures } = shardReader({}, (_, call) => (call < 3 ? refuse() : null));
  await reader.deliver(recordsOf('1', '2'));
  assert.deepEqual(events.map(numbersOf), new Array(4).fill(['1', '2']));
  assert.deepEqual(failures, []);
});

test('a batch that fails is bisected, so that only the half with the bad record is repeated', async () => {
  const { reader, events } = shardReader({ BisectBatchOnFunctionError: true }, (event, call) =>
    call < 2 && numbersOf(event).includes('2') ? refuse() : null,
  );
  await reader.deliver(recordsOf('1', '2', '3', '4', '5'));
  assert.deepEqual(events.map(numbersOf), [['1', '2', '3', '4', '5'], ['1', '2', '3'], ['1', '2'], ['3'], ['4', '5']]);
});

test('records are done in their order and none is lost, whatever fails on the way', async () => {
  const done: (string | undefined)[] = [];
  const trials = new Map([
    ['2', 2],
    ['5', 1],
    ['6', 1],
  ]);
  // Does what it can: throws for the second record, and reports others as far as it got.
  const handler = (event: ShardEvent) => {
    const numbers = numbersOf(event);
    const bad = numbers.findIndex((number) => (trials.get(number ?? '') ?? 0) > 0);
    const number = numbers[bad];
    if (number === undefined) {
      done.push(...numbers);
      return null;
    }
    trials.set(number, (trials.get(number) ?? 0) - 1);
    if (number === '2') return refuse();
    done.push(...numbers.slice(0, bad));
    return failing(number);
  };
  const { reader } = shardReader({ ...reporting, BisectBatchOnFunctionError: true }, handler);
  await reader.deliver(recordsOf('1', '2', '3', '4'));
  await reader.deliver(recordsOf('5', '6', '7'));
  assert.deepEqual(done, ['1', '2', '3', '4', '5', '6', '7']);
});

test('what fails more often than the template allows is told by its place, without its contents', async () => {
  const { reader, events, failures } = shardReader({ MaximumRetryAttempts: 1 }, refuse);
  await reader.deliver(recordsOf('1', '2', '3'));
  assert.equal(events.length, 2);
  assert.equal(failures.length, 1);
  const { timestamp, ...message } = failures[0] as Record<string, unknown>;
  assert.ok(!Number.isNaN(Date.parse(String(timestamp))));
  assert.deepEqual(message, {
    version: '1.0',
    requestContext: {
      functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:fake',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    DDBStreamBatchInfo: {
      shardId: 'shard-1',
      streamArn: 'arn:of:the:stream',
      startSequenceNumber: '1',
      endSequenceNumber: '3',
      batchSize: 3,
    },
  });
  assert.equal(JSON.stringify(failures).includes('confidential'), false);
});

test('after a batch that was given up the next ones go on', async () => {
  const { reader, events, failures } = shardReader({ MaximumRetryAttempts: 0 }, (_, call) =>
    call === 0 ? refuse() : null,
  );
  await reader.deliver(recordsOf('1'));
  await reader.deliver(recordsOf('2'));
  assert.deepEqual(events.map(numbersOf), [['1'], ['2']]);
  assert.equal(failures.length, 1);
});

test('a reader that is stopped lets its batch rest, and tells nobody that it failed', async () => {
  const { reader, events, failures, stopping } = shardReader({ MaximumRetryAttempts: 5 }, () => {
    stopping.abort();
    return refuse();
  });
  await reader.deliver(recordsOf('1'));
  assert.equal(events.length, 1);
  assert.deepEqual(failures, []);
});

test('what is done comes again where batches are repeated: from any record on, in the same order', async (t) => {
  const faults = certain();
  let left = 0;
  t.mock.method(faults, 'happens', () => left-- > 0);
  const { reader, events } = shardReader(reporting, () => null, faults);
  await reader.deliver(recordsOf('1', '2', '3'));
  left = 40;
  await reader.deliver(recordsOf('4', '5'));
  const [first, second, ...repeated] = events.map(numbersOf);
  assert.deepEqual(first, ['1', '2', '3']);
  assert.deepEqual(second, ['4', '5']);
  assert.equal(repeated.length, 40);
  const done = ['1', '2', '3', '4', '5'];
  for (const numbers of repeated) assert.deepEqual(numbers, done.slice(-numbers.length));
  // Split at every place, the earlier batch's among them.
  assert.equal(new Set(repeated.map(({ length }) => length)).size, done.length);
});
