import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { resourceSchemas } from '../../../local/assembly/resources.ts';
import type { Faults } from '../../../local/chaos/faults.ts';
import { startQueuePoller } from '../../../local/pollers/queue-poller.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { type SqsServer, startSqs } from '../../../local/servers/sqs.ts';
import { until } from '../../support/until.ts';
import { certain } from './certain.ts';
import { fakePool } from './fake-pool.ts';
import { mappingOf } from './mappings.ts';

interface QueueEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly receiptHandle: string;
    readonly body: string;
    readonly md5OfBody: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const bodiesOf = (event: QueueEvent) => event.Records.map(({ body }) => body).toSorted();
const failing = (...ids: (string | undefined)[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const idOf = (event: QueueEvent, wanted: string) => event.Records.find(({ body }) => body === wanted)?.messageId;

/** Fails the test unless the whole batch came a second time, in one event or one by one. */
function comesBack([first, ...more]: readonly QueueEvent[], batch: readonly string[]): void {
  assert.deepEqual(first && bodiesOf(first), batch);
  assert.deepEqual(more.flatMap(bodiesOf).toSorted(), batch);
}

let server: SqsServer;
let client: SQSClient;
before(async () => {
  server = await startSqs(undefined);
  client = new SQSClient({ endpoint: server.endpoint, ...localCredentials });
});
after(async () => {
  client.destroy();
  await server.stop();
});

let queues = 0;
/** A queue of a test's own with these messages, polled for a function of the test's own. */
async function poll(
  t: TestContext,
  messages: readonly string[],
  handler: (event: QueueEvent, call: number) => unknown,
  mapping: Parameters<typeof mappingOf>[0] = reporting,
  faults?: Faults,
) {
  const name = `queue-${queues++}`;
  const schema = resourceSchemas['AWS::SQS::Queue'];
  const dead = server.createQueue(`${name}-dead`, schema.parse({}));
  const RedrivePolicy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 };
  // What comes back comes because the poller puts it back.
  const queue = server.createQueue(name, schema.parse({ RedrivePolicy, VisibilityTimeout: 600 }));
  const Entries = messages.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'of a test' } },
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  const { pool, events } = fakePool(handler);
  const poller = startQueuePoller({ client, queue, pool, mapping: mappingOf(mapping), concurrency: 1, faults });
  t.after(() => poller.stop());
  const depths = async () => ({ waiting: server.depth(name), dead: server.depth(`${name}-dead`) });
  return { queue, poller, events, depths };
}

test('what the function has done is deleted', async (t) => {
  const { events, depths } = await poll(t, ['a', 'b'], () => ({ batchItemFailures: [] }));
  await until(depths, ({ waiting }) => waiting === 0);
  assert.deepEqual(events.map(bodiesOf), [['a', 'b']]);
  assert.deepEqual(await depths(), { waiting: 0, dead: 0 });
});

test('a record has the message with its attributes, and the queue that it comes from', async (t) => {
  const { queue, events, depths } = await poll(t, ['a'], () => null);
  await until(depths, ({ waiting }) => waiting === 0);
  const [first] = events[0]?.Records ?? [];
  assert.ok(first);
  const { messageId, receiptHandle, md5OfBody, attributes, ...record } = first;
  assert.deepEqual(record, {
    body: 'a',
    messageAttributes: { kind: { stringValue: 'of a test', dataType: 'String' } },
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: 'eu-central-1',
  });
  assert.deepEqual(
    [messageId, receiptHandle, md5OfBody].map((value) => typeof value),
    new Array(3).fill('string'),
  );
  assert.equal(attributes.ApproximateReceiveCount, '1');
});

test('what the function reports comes back, and in the end is a dead letter; the rest is unharmed', async (t) => {
  const { events, depths } = await poll(t, ['a', 'bad', 'c'], (event) => failing(idOf(event, 'bad')));
  await until(depths, ({ waiting, dead }) => waiting === 0 && dead === 1);
  assert.deepEqual(events.map(bodiesOf), [['a', 'bad', 'c'], ['bad']]);
});

test('a thrown error brings the whole batch back', async (t) => {
  const { events, depths } = await poll(t, ['a', 'b'], (_, call) => {
    if (call === 0) throw new Error('refused by plan');
    return null;
  });
  await until(depths, ({ waiting }) => waiting === 0);
  comesBack(events, ['a', 'b']);
  assert.equal((await depths()).dead, 0);
});

test('a report with an unknown id brings the whole batch back, as nobody knows what failed', async (t) => {
  const { events, depths } = await poll(t, ['a', 'b'], (event, call) =>
    call === 0 ? failing(idOf(event, 'a'), 'unknown') : null,
  );
  await until(depths, ({ waiting }) => waiting === 0);
  comesBack(events, ['a', 'b']);
});

test('without batch item failures in the template, a report means nothing', async (t) => {
  const { events, depths } = await poll(t, ['a', 'b'], (event) => failing(idOf(event, 'a')), {});
  await until(depths, ({ waiting }) => waiting === 0);
  assert.equal(events.length, 1);
  assert.equal((await depths()).dead, 0);
});

test('a batch is no larger than the template says', async (t) => {
  const messages = ['a', 'b', 'c', 'd', 'e'];
  const { events, depths } = await poll(t, messages, () => null, { ...reporting, BatchSize: 2 });
  await until(depths, ({ waiting }) => waiting === 0);
  assert.deepEqual(events.flatMap(bodiesOf).toSorted(), messages);
  assert.ok(events.every(({ Records }) => Records.length <= 2));
});

test('stopping waits for the batch under way, whose messages are deleted', async (t) => {
  const { promise: work, resolve: finish } = Promise.withResolvers<null>();
  const { poller, events, depths } = await poll(t, ['a'], () => work);
  await until(
    async () => events.length,
    (calls) => calls === 1,
  );
  const stopped = poller.stop().then(depths);
  finish(null);
  assert.deepEqual(await stopped, { waiting: 0, dead: 0 });
});

test('a message that is repeated comes again, though the function has done it', async (t) => {
  const faults = certain('messageRepeated');
  const ending = (_: QueueEvent, call: number) => {
    if (call === 1) faults.end();
    return null;
  };
  const { events, depths } = await poll(t, ['a'], ending, reporting, faults);
  await until(depths, ({ waiting }) => waiting === 0);
  assert.deepEqual(events.map(bodiesOf), [['a'], ['a']]);
  assert.equal(events[0]?.Records[0]?.messageId, events[1]?.Records[0]?.messageId);
  assert.equal((await depths()).dead, 0);
});

test('a message that is delayed is received and put back, and comes to the function later', async (t) => {
  const faults = certain('messageDelayed');
  const { events, depths } = await poll(t, ['a'], () => null, reporting, faults);
  await until(
    async () => faults.counts.messageDelayed,
    (count) => count === 1,
  );
  assert.equal(events.length, 0);
  faults.end();
  await until(depths, ({ waiting }) => waiting === 0);
  assert.deepEqual(events.map(bodiesOf), [['a']]);
  assert.equal(events[0]?.Records[0]?.attributes.ApproximateReceiveCount, '2');
});

test('where messages may be delayed, a batch has another order than it was sent in', async (t) => {
  const sent = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const faults = certain();
  t.mock.method(faults, 'disordered', (messages: readonly unknown[]) => messages.toReversed());
  const { events, depths } = await poll(t, sent, () => null, reporting, faults);
  await until(depths, ({ waiting }) => waiting === 0);
  const received = events.flatMap(({ Records }) => Records.map(({ body }) => body));
  assert.deepEqual(received, sent.toReversed());
});

test('a batch waits for more while its window is open, and no longer than it is full', async (t) => {
  const mapping = { ...reporting, BatchSize: 3, MaximumBatchingWindowInSeconds: 600 };
  const { queue, events, depths } = await poll(t, ['a', 'b'], () => null, mapping);
  const AttributeNames = ['ApproximateNumberOfMessagesNotVisible' as const];
  await until(
    () => client.send(new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames })),
    ({ Attributes }) => Attributes?.ApproximateNumberOfMessagesNotVisible === '2',
  );
  await client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'c' }));
  await until(depths, ({ waiting }) => waiting === 0);
  assert.deepEqual(events.map(bodiesOf), [['a', 'b', 'c']]);
});

test('a batch goes when its window is over, full or not', async (t) => {
  const mapping = { ...reporting, BatchSize: 100, MaximumBatchingWindowInSeconds: 1 };
  const { events, depths } = await poll(t, ['a', 'b'], () => null, mapping);
  await until(depths, ({ waiting }) => waiting === 0);
  assert.deepEqual(events.map(bodiesOf), [['a', 'b']]);
});
