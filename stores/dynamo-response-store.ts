import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { AcceptedResponse, StoredAnswer } from '../contracts/response.ts';
import type { RecordedResponse, ResponseStore } from '../domain/responses/response-store.ts';
import { takesEffect } from './conditional-write.ts';
import { isResponse, type ResponseItem, responseKey, shardKey, toItem, toTombstone } from './response-item.ts';
import { traceOfItem } from './trace-context.ts';

/** `isTaken` as DynamoDB evaluates it, in the same write. */
const isTaken = {
  replace: '(attribute_not_exists(#x) OR #x < :t) AND (attribute_not_exists(#i) OR #t < :t OR (#t = :t AND #i < :i))',
  refuse: '(attribute_not_exists(#x) OR #x < :t) AND (attribute_not_exists(#i) OR #t > :t OR (#t = :t AND #i > :i))',
} as const;

/**
 * All that a response may have; what the new one lacks goes. The time of an erasure stays, and an exclusion: an excluded
 * voter doesn't come back by a change.
 */
type Replaced = Exclude<keyof ResponseItem, 'pk' | 'sk' | 'x' | 'q'>;
// Written so that none can be forgotten.
const each: Readonly<Record<Replaced, true>> = {
  i: true,
  t: true,
  a: true,
  s: true,
  d: true,
  c: true,
  g: true,
  h: true,
  v: true,
  n: true,
  z: true,
  o: true,
  expiresAt: true,
};
const replaced = Object.keys(each) as Replaced[];

/** Responses in the Responses table: one conditional update each, whatever is repeated or out of order. */
export class DynamoResponseStore implements ResponseStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record(response: AcceptedResponse): Promise<boolean> {
    const item: ResponseItem = { ...toItem(response), ...traceOfItem() };
    const set = replaced.filter((name) => item[name] !== undefined);
    const gone = replaced.filter((name) => item[name] === undefined);
    return takesEffect(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: responseKey(response),
          UpdateExpression: `SET ${set.map((name) => `#${name} = :${name}`).join(', ')} REMOVE ${gone.map((name) => `#${name}`).join(', ')}`,
          ConditionExpression: isTaken[response.changes],
          ExpressionAttributeNames: Object.fromEntries(['x', ...replaced].map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(set.map((name) => [`:${name}`, item[name]])),
        }),
      ),
    );
  }

  async erase(key: Parameters<ResponseStore['erase']>[0], now: number): Promise<boolean> {
    const { Attributes = {} } = await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { ...toTombstone(key, now), ...traceOfItem() },
        ReturnValues: 'ALL_OLD',
      }),
    );
    return isResponse(Attributes);
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
    return Item?.i === undefined ? undefined : { responseId: String(Item.i), submittedAt: Number(Item.t) };
  }

  async *rankings(given: Parameters<ResponseStore['rankings']>[0]): AsyncIterable<readonly string[]> {
    for (let shard = 0; shard < given.shards; shard += 1) {
      const pages = paginateQuery(
        { client: this.#client },
        {
          TableName: this.#table,
          KeyConditionExpression: 'pk = :pk',
          ProjectionExpression: '#a.#question',
          FilterExpression: 'attribute_not_exists(#q)',
          ExpressionAttributeNames: { '#a': 'a', '#question': given.questionId, '#q': 'q' },
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
