import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ErasureMessage } from '../contracts/erasure.ts';

/**
 * When a region looks for an erased voter's data, in seconds after the erasure: at once, and again when every function
 * that read the response before must have ended; fifteen minutes are the longest that Lambda runs one, and that SQS
 * holds a message back.
 */
const delays = [0, 900] as const;

/** Has a region remove what it derived from an erased response. */
export async function sendErasure(
  client: SQSClient,
  QueueUrl: string,
  erased: Omit<ErasureMessage, 'v'>,
): Promise<void> {
  const MessageBody = JSON.stringify({ v: 1, ...erased } satisfies ErasureMessage);
  for (const DelaySeconds of delays) {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  }
}
