import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { resourceSchemas } from '../../../local/assembly/resources.ts';
import { startQueuePoller } from '../../../local/pollers/queue-poller.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { type SqsServer, startSqs } from '../../../local/servers/sqs.ts';
import { until } from '../../support/until.ts';
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
) {
  const name = `queue-${queues++}`;
  const schema = resourceSchemas['AWS::SQS::Queue'];
  const dead = server.createQueue(`${name}-dead`, schema.parse({}));
  const RedrivePolicy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 };
  const queue = server.createQueue(name, schema.parse({ RedrivePolicy }));
  const Entries = messages.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'of a test' } },
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  const { pool, events } = fakePool(handler);
  const poller = startQueuePoller({ client, queue, pool, mapping: mappingOf(mapping), concurrency: 1 });
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
