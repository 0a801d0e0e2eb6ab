import { BatchWriteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { partitions } from '../contracts/names.ts';
import type { CodeStore } from '../domain/responses/codes.ts';

/** Items of one BatchWriteItem, and how many of these go at once. */
const batchSize = 25;
const lanes = 8;
/** For how long a code is kept, in seconds: a year. */
const keptSeconds = 366 * 86_400;

/** Each code in a partition of its own, so that many voters at once meet no partition's limit. */
const codeKey = (pollId: string, hash: string) => ({ pk: `${partitions.code}${pollId}#${hash}`, sk: 'CODE' });
const countKey = (pollId: string) => ({ pk: `${partitions.poll}${pollId}`, sk: 'CODES' });

/** Voters' codes in the Polls table. */
export class DynamoCodeStore implements CodeStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(pollId: string, hashes: readonly string[], now: number): Promise<void> {
    const expiresAt = Math.floor(now / 1_000) + keptSeconds;
    const puts = hashes.map((hash) => ({ PutRequest: { Item: { ...codeKey(pollId, hash), expiresAt } } }));
    const batches = Array.from({ length: Math.ceil(puts.length / batchSize) }, (_, index) =>
      puts.slice(index * batchSize, (index + 1) * batchSize),
    );
    for (let at = 0; at < batches.length; at += lanes) {
      await Promise.all(batches.slice(at, at + lanes).map((batch) => this.#write(batch)));
    }
    // Last, so that what failed in between counts for nothing: nobody has seen those codes.
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: countKey(pollId),
        UpdateExpression: 'ADD issued :more',
        ExpressionAttributeValues: { ':more': hashes.length },
      }),
    );
  }

  async has(pollId: string, hash: string): Promise<boolean> {
    const Key = codeKey(pollId, hash);
    // A code may be used the moment that it was issued.
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item !== undefined;
  }

  async issued(pollId: string): Promise<number> {
    const Key = countKey(pollId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Number(Item?.issued ?? 0);
  }

  async #write(batch: readonly { PutRequest: { Item: Record<string, unknown> } }[]): Promise<void> {
    let left = [...batch];
    while (left.length > 0) {
      const { UnprocessedItems } = await this.#client.send(
        new BatchWriteCommand({ RequestItems: { [this.#table]: left } }),
      );
      left = (UnprocessedItems?.[this.#table] ?? []) as typeof left;
    }
  }
}
