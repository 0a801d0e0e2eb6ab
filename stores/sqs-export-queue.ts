import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ExportMessage } from '../contracts/exports.ts';

/** Asks a worker to go on with an export. */
export async function sendExport(client: SQSClient, queueUrl: string, message: ExportMessage): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
}
