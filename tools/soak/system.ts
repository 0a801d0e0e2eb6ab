import { DynamoDBClient, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Poll } from '../../domain/polls/poll.ts';
import type { Region } from '../../local/regions/region.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { isResponse, pollOf } from '../../stores/response-item.ts';
import { numberField } from './plan.ts';

/** A stored response as the soak looks at it. */
export interface Stored {
  readonly pk: string;
  readonly sk: string;
  readonly pollId: string;
  /** Which of its voter's answers it is. */
  readonly index: number;
}

/** Every response that a region has stored, by its key. */
export async function readResponses(region: Region, table: string): Promise<Map<string, Stored>> {
  const client = new DynamoDBClient({ endpoint: region.servers.dynamodb.endpoint, ...localCredentials });
  const responses = new Map<string, Stored>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const image of Items) {
      const item = unmarshall(image);
      if (!isResponse(item)) continue;
      const { pk, sk, d } = item;
      responses.set(`${pk} ${sk}`, { pk, sk, pollId: pollOf(pk), index: Number(d?.[numberField]) });
    }
  }
  client.destroy();
  return responses;
}

/** Erases responses, the way the API does. */
export async function erase(
  region: Region,
  table: string,
  responses: readonly Stored[],
  polls: readonly Poll[],
): Promise<void> {
  const client = new DynamoDBClient({ endpoint: region.servers.dynamodb.endpoint, ...localCredentials });
  const store = new DynamoResponseStore(DynamoDBDocumentClient.from(client), table);
  for (const { pollId, sk } of responses) {
    const poll = polls.find(({ id }) => id === pollId);
    if (poll) await store.erase({ pollId, shards: poll.shards, voterKey: sk }, Date.now());
  }
  client.destroy();
}

/** Lets responses have expired just now. */
export async function expire(region: Region, table: string, responses: readonly Stored[]): Promise<void> {
  const client = new DynamoDBClient({ endpoint: region.servers.dynamodb.endpoint, ...localCredentials });
  const past = { N: String(Math.floor(Date.now() / 1_000) - 1) };
  for (const { pk, sk } of responses) {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: 'SET expiresAt = :past',
        ExpressionAttributeValues: { ':past': past },
      }),
    );
  }
  client.destroy();
}

/**
 * Puts what ended in the dead-letter queue of the responses back to work, as an operator does once the cause is gone.
 * @returns how many messages that were
 */
export async function redrive(region: Region): Promise<number> {
  const client = new SQSClient({ endpoint: region.servers.sqs.endpoint, ...localCredentials });
  const urls = [...region.stores.queueUrls.values()];
  const deadLetters = urls.find((url) => url.includes('AcceptedDeadLetters'));
  const queue = urls.find((url) => url.includes('AcceptedQueue'));
  let redriven = 0;
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: deadLetters, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) break;
    for (const { Body, ReceiptHandle } of Messages) {
      await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: Body }));
      await client.send(new DeleteMessageCommand({ QueueUrl: deadLetters, ReceiptHandle }));
      redriven += 1;
    }
  }
  client.destroy();
  return redriven;
}
