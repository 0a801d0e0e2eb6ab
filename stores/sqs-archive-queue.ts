import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Asks a worker to go on with a poll's archive. */
export async function sendArchive(
  client: SQSClient,
  QueueUrl: string,
  { pollId, afterSeconds }: { pollId: string; afterSeconds: number },
): Promise<void> {
  const MessageBody = JSON.stringify({ v: 1, pollId });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: afterSeconds }));
}
