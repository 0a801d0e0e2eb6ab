import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { PropertiesOf } from '../assembly/resources.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { readBatchResponse } from './batch-response.ts';
import type { Poller } from './poller.ts';

/** SQS gives at most ten messages at a time. */
const mostPerReceive = 10;
const longPollSeconds = 1;
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
}): Poller {
  const stopping = new AbortController();
  const pollers = Array.from({ length: given.concurrency }, async () => {
    while (!stopping.signal.aborted) {
      const messages = await collect(given, stopping.signal);
      if (messages.length > 0) await handle(given, messages);
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

/** Receives until the batch is full, the window is over, or nothing more is there. */
async function collect({ client, queue, mapping }: Source, signal: AbortSignal): Promise<Message[]> {
  const most = mapping.BatchSize ?? mostPerReceive;
  const messages: Message[] = [];
  let end = Number.POSITIVE_INFINITY;
  while (messages.length < most && Date.now() < end && !signal.aborted) {
    const waiting = messages.length === 0 ? longPollSeconds : 0;
    const received = await receive(
      client,
      queue.url,
      Math.min(mostPerReceive, most - messages.length),
      waiting,
      signal,
    );
    if (received.length === 0 && messages.length > 0) break;
    if (received.length > 0 && messages.length === 0) end = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1_000;
    messages.push(...received);
  }
  return messages;
}

async function receive(
  client: SQSClient,
  url: string,
  most: number,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Message[]> {
  try {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await client.send(command, { abortSignal: signal });
    return Messages;
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

/** Deletes what the function has done; what it hasn't comes back. */
async function handle({ client, queue, pool, mapping }: Source, messages: readonly Message[]): Promise<void> {
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
  const done = messages.filter((message) => !failed.includes(message));
  for (let start = 0; start < done.length; start += mostPerReceive) {
    const Entries = done
      .slice(start, start + mostPerReceive)
      .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  for (const { ReceiptHandle } of failed) {
    const VisibilityTimeout = retryAfterSeconds;
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout }));
  }
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
