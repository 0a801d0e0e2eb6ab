import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** For how long a message is kept from others while it is in hand, in seconds; what stays is let go before. */
const heldSeconds = 30;

/** What is told of a dead letter. Its body may hold answers of voters. */
export interface DeadLetter {
  readonly id: string;
  /** ISO 8601. */
  readonly sentAt: string;
  /** How often it was received, in the queue that it came from as well. */
  readonly receives: number;
  readonly bytes: number;
  /** Attributes that the sender gave it, such as the reason. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @param most messages that are looked at */
export async function look(client: SQSClient, url: string, most: number): Promise<DeadLetter[]> {
  const seen = new Map<string, DeadLetter>();
  await each(client, url, {
    isEnough: () => seen.size >= most,
    async act(message) {
      seen.set(message.MessageId ?? '', toDeadLetter(message));
      return 'stays';
    },
  });
  return [...seen.values()].slice(0, most);
}

/** Deletes the messages with these ids. @returns how many of them were found */
export async function drop(client: SQSClient, url: string, ids: ReadonlySet<string>): Promise<number> {
  const dropped = new Set<string>();
  await each(client, url, {
    isEnough: () => dropped.size >= ids.size,
    async act({ MessageId = '', ReceiptHandle }) {
      if (!ids.has(MessageId)) return 'stays';
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
      dropped.add(MessageId);
      return 'gone';
    },
  });
  return dropped.size;
}

/** Deletes all messages. */
export async function dropAll(client: SQSClient, url: string): Promise<void> {
  await client.send(new PurgeQueueCommand({ QueueUrl: url }));
}

/**
 * Moves messages one by one, for a server that has no message move task. One that dies between the two calls leaves
 * a message in both queues: whatever works on a queue takes repeated messages.
 * @returns how many were moved
 */
export async function moveOneByOne(client: SQSClient, from: string, to: string): Promise<number> {
  let moved = 0;
  await each(client, from, {
    isEnough: () => false,
    async act({ Body, MessageAttributes, ReceiptHandle }) {
      await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, MessageAttributes }));
      await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
      moved += 1;
      return 'gone';
    },
  });
  return moved;
}

interface Look {
  /** Whether no more messages are wanted. */
  isEnough(): boolean;
  act(message: Message): Promise<'gone' | 'stays'>;
}

/** Hands out each message once, and at the end lets those go that stay. */
async function each(client: SQSClient, url: string, { isEnough, act }: Look): Promise<void> {
  const staying: Message[] = [];
  while (!isEnough()) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: heldSeconds,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) if ((await act(message)) === 'stays') staying.push(message);
  }
  for (const { ReceiptHandle } of staying) {
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }));
  }
}

function toDeadLetter({ MessageId, Body = '', Attributes, MessageAttributes }: Message): DeadLetter {
  return {
    id: MessageId ?? '',
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
    receives: Number(Attributes?.ApproximateReceiveCount ?? 0),
    bytes: Buffer.byteLength(Body),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue ?? '']),
    ),
    body: Body,
  };
}
