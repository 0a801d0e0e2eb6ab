import { setTimeout as pause } from 'node:timers/promises';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { PropertiesOf } from '../assembly/resources.ts';
import type { Faults } from '../chaos/faults.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { batchPace } from './batch-pace.ts';
import { readBatchResponse } from './batch-response.ts';
import type { Poller } from './poller.ts';

/** SQS gives and takes at most ten messages a call. */
const mostPerBatch = 10;
const longPollSeconds = 1;
/** How often a queue without messages is looked at while a batch waits for more. */
const lookMs = 100;
/**
 * On Lambda a failed message comes back after the queue's visibility timeout, minutes later. A laptop's user
 * shouldn't have to wait for that, and what is delivered again earlier must come out the same.
 */
const retryAfterSeconds = 1;

/** Feeds a queue to a function, as an event source mapping with several pollers at once. */
export function startQueuePoller(given: {
  client: SQSClient;
  queue: { url: string; arn: string };
  pool: FunctionPool;
  mapping: PropertiesOf<'AWS::Lambda::EventSourceMapping'>;
  /** Batches at once, of as many as the template allows. */
  concurrency: number;
  faults?: Faults | undefined;
  /** How long a batch holds its place at least, in milliseconds. @default no longer than its work */
  batchMs?: number;
}): Poller {
  const stopping = new AbortController();
  const pollers = Array.from({ length: given.concurrency }, async () => {
    const pace = batchPace(given.batchMs ?? 0);
    while (!stopping.signal.aborted) {
      const { messages, waited } = await collect(given, stopping.signal);
      const now = await putOff(given, messages);
      if (now.length > 0) await pace(waited, () => handle(given, now));
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(pollers);
    },
  };
}

type Source = Parameters<typeof startQueuePoller>[0];

/**
 * Receives until the batch is full or its window is over, which begins with the first message.
 * @returns the messages, and whether it waited for any: else they were all there before
 */
async function collect(
  { client, queue, mapping }: Source,
  signal: AbortSignal,
): Promise<{ messages: readonly Message[]; waited: boolean }> {
  const most = mapping.BatchSize ?? mostPerBatch;
  const messages: Message[] = [];
  let end = Number.POSITIVE_INFINITY;
  let waited = false;
  while (messages.length < most && Date.now() < end && !signal.aborted) {
    const waiting = messages.length === 0 ? longPollSeconds : 0;
    const asked = Math.min(mostPerBatch, most - messages.length);
    const received = await receive(client, queue.url, asked, waiting);
    waited ||= received.length < asked;
    if (received.length === 0 && messages.length > 0) {
      await pause(Math.min(lookMs, Math.max(0, end - Date.now())), undefined, { signal }).catch(() => undefined);
    }
    if (received.length > 0 && messages.length === 0) end = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1_000;
    messages.push(...received);
  }
  return { messages, waited };
}

/** The messages that come now, in some order; others come later than those that were sent after them. */
async function putOff(source: Source, messages: readonly Message[]): Promise<readonly Message[]> {
  const { faults } = source;
  if (!faults) return messages;
  const later = messages.filter(() => faults.happens('messageDelayed'));
  await returnToQueue(source, later);
  return faults.disordered(messages.filter((message) => !later.includes(message)));
}

/** Not cut off when the poller stops: a message on its way would stay hidden for the visibility timeout. */
async function receive(client: SQSClient, url: string, most: number, waitSeconds: number): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** Deletes what the function has done; what it hasn't comes back. */
async function handle(source: Source, messages: readonly Message[]): Promise<void> {
  const { client, queue, pool, mapping, faults } = source;
  let failed: readonly Message[] = [];
  try {
    const answer = await pool.invoke({ Records: messages.map((message) => toRecord(message, queue.arn)) });
    if (mapping.FunctionResponseTypes.includes('ReportBatchItemFailures')) {
      const { failures } = readBatchResponse(answer);
      const known = failures.every((id) => messages.some((message) => message.MessageId === id));
      failed = known ? messages.filter((message) => failures.includes(message.MessageId ?? '')) : messages;
    }
  } catch {
    failed = messages;
  }
  const repeated = messages.filter((message) => !failed.includes(message) && faults?.happens('messageRepeated'));
  const returned = [...failed, ...repeated];
  const done = messages.filter((message) => !returned.includes(message));
  for (const Entries of entriesOf(done)) {
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  await returnToQueue(source, returned);
}

async function returnToQueue({ client, queue }: Source, messages: readonly Message[]): Promise<void> {
  for (const entries of entriesOf(messages)) {
    const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout: retryAfterSeconds }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.url, Entries }));
  }
}

/** The messages as batch calls name them, ten a call. */
function entriesOf(messages: readonly Message[]) {
  return Array.from({ length: Math.ceil(messages.length / mostPerBatch) }, (_, index) =>
    messages
      .slice(index * mostPerBatch, (index + 1) * mostPerBatch)
      .map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle })),
  );
}

function toRecord(message: Message, arn: string) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        { stringValue: value.StringValue, dataType: value.DataType },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: arn.split(':')[3],
  };
}
