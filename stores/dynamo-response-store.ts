import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { AcceptedResponse, StoredAnswer } from '../contracts/response.ts';
import type { RecordedResponse, ResponseStore } from '../domain/responses/response-store.ts';
import { responseKey, shardKey, toItem } from './response-item.ts';

/** `takesPrecedence` as DynamoDB evaluates it, in the same write. */
const precedence = {
  replace: 'attribute_not_exists(pk) OR #t < :t OR (#t = :t AND #i < :i)',
  refuse: 'attribute_not_exists(pk) OR #t > :t OR (#t = :t AND #i > :i)',
} as const;

/** Responses in the Responses table: one conditional put each, whatever is repeated or out of order. */
export class DynamoResponseStore implements ResponseStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record(response: AcceptedResponse): Promise<boolean> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: toItem(response),
          ConditionExpression: precedence[response.changes],
          ExpressionAttributeNames: { '#t': 't', '#i': 'i' },
          ExpressionAttributeValues: { ':t': response.submittedAt, ':i': response.responseId },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async find(given: Parameters<ResponseStore['find']>[0]): Promise<RecordedResponse | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: responseKey(given),
        ConsistentRead: true,
        ProjectionExpression: '#t, #i',
        ExpressionAttributeNames: { '#t': 't', '#i': 'i' },
      }),
    );
    return Item && { responseId: String(Item.i), submittedAt: Number(Item.t) };
  }

  async *rankings(given: Parameters<ResponseStore['rankings']>[0]): AsyncIterable<readonly string[]> {
    for (let shard = 0; shard < given.shards; shard += 1) {
      const pages = paginateQuery(
        { client: this.#client },
        {
          TableName: this.#table,
          KeyConditionExpression: 'pk = :pk',
          ProjectionExpression: '#a.#question',
          ExpressionAttributeNames: { '#a': 'a', '#question': given.questionId },
          ExpressionAttributeValues: { ':pk': shardKey(given.pollId, shard) },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) {
          const answer = (item.a as Record<string, StoredAnswer> | undefined)?.[given.questionId];
          if (answer && 'k' in answer) yield answer.k;
        }
      }
    }
  }
}
