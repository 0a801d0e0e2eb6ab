import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AbuseMessage } from '../contracts/abuse.ts';

/** Asks a worker to look at a poll, or to go on with an exclusion. */
export async function sendAbuse(client: SQSClient, QueueUrl: string, message: AbuseMessage): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}
