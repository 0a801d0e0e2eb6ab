import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { View } from '../contracts/insight-job.ts';
import type { InsightStore, TallyState } from '../domain/insights/ports.ts';
import { counterNames } from '../domain/tallies/counters.ts';
import { takesEffect } from './conditional-write.ts';
import { outcomeKey, readMade, toMadeItem } from './insight-item.ts';
import { readTally, tallyAttributes, tallyKey } from './tally-item.ts';

/** Outcomes in a region's Tallies table. They don't expire: responses do, and then nothing could make them again. */
export class DynamoInsightStore implements InsightStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async tally(pollId: string): Promise<TallyState> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: tallyKey(pollId),
        ProjectionExpression: '#n, #t, #e',
        ExpressionAttributeNames: {
          '#n': counterNames.responses,
          '#t': tallyAttributes.updatedAt,
          '#e': tallyAttributes.expired,
        },
        ConsistentRead: true,
      }),
    );
    const { updatedAt, expired, counters } = readTally(Item ?? {});
    return { updatedAt, expired, responses: counters.get(counterNames.responses) ?? 0 };
  }

  async find(pollId: string, view: View): ReturnType<InsightStore['find']> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: outcomeKey(pollId, view), ConsistentRead: true }),
    );
    return Item && { made: readMade(Item), outcome: JSON.parse(String(Item.o)) };
  }

  async save({ pollId, view, made, outcome }: Parameters<InsightStore['save']>[0]): Promise<void> {
    const Item = { ...outcomeKey(pollId, view), ...toMadeItem(made), o: JSON.stringify(outcome) };
    await putNewer(this.#client, this.#table, Item);
  }
}

/**
 * Puts an outcome, unless a newer one is there.
 * @returns whether it is there now
 */
export function putNewer(
  client: DynamoDBDocumentClient,
  table: string,
  Item: Record<string, unknown>,
): Promise<boolean> {
  return takesEffect(
    client.send(
      new PutCommand({
        TableName: table,
        Item,
        ConditionExpression: 'attribute_not_exists(pk) OR #f <= :f',
        ExpressionAttributeNames: { '#f': 'f' },
        ExpressionAttributeValues: { ':f': Item.f },
      }),
    ),
  );
}
