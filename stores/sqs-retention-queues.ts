import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { RemovalMessage, RetentionMessage } from '../contracts/retention.ts';

/** SQS's most messages in a call. */
const mostMessages = 10;

/** Has a worker look at what is due. @throws Error when SQS hasn't taken all */
export async function sendRetention(
  client: SQSClient,
  QueueUrl: string,
  messages: readonly RetentionMessage[],
): Promise<void> {
  for (let first = 0; first < messages.length; first += mostMessages) {
    const Entries = messages
      .slice(first, first + mostMessages)
      .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`${Failed.length} messages were not taken`);
  }
}

/** Has a worker of the region go on with a removal, or look again. */
export async function sendRemoval(
  client: SQSClient,
  QueueUrl: string,
  removal: RemovalMessage,
  afterSeconds: number,
): Promise<void> {
  const MessageBody = JSON.stringify(removal);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: afterSeconds }));
}
