import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RemovalMessage } from '../contracts/retention.ts';
import { inLanes } from '../domain/tallies/lanes.ts';
import { pollPartitions, pollSortKey } from './dynamo-poll-store.ts';
import { shardKey } from './response-item.ts';

interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Items that are removed at once. */
const lanes = 16;

/**
 * How long a response has expired before it is deleted here, in seconds: replicas must have seen that it expires, or
 * they would take its deletion for an erasure, and change their tallies.
 */
const seenSeconds = 600;

/** All that the tables of a region have of a poll, to be removed. */
export class DynamoPollData {
  readonly #client: DynamoDBDocumentClient;
  readonly #names: { readonly polls: string; readonly responses: string; readonly tallies: string };

  constructor(client: DynamoDBDocumentClient, names: { polls: string; responses: string; tallies: string }) {
    this.#client = client;
    this.#names = names;
  }

  /**
   * Deletes a poll's responses. Where its tally stays, they expire first, and go in a later call or by themselves.
   * @returns false when time was over before all were looked at
   */
  async removeResponses(
    { pollId, shards, kind }: Pick<RemovalMessage, 'pollId' | 'shards' | 'kind'>,
    { isTimeOver, now }: { isTimeOver: () => boolean; now: () => number },
  ): Promise<boolean> {
    const TableName = this.#names.responses;
    const remove = kind === 'poll' ? (key: Key) => this.#delete(TableName, key) : (key: Key) => this.#end(key, now());
    for (let shard = 0; shard < shards; shard += 1) {
      for await (const keys of this.#keysOf(TableName, shardKey(pollId, shard))) {
        if (isTimeOver()) return false;
        await inLanes(keys, lanes, remove);
      }
    }
    return true;
  }

  /** What is known of the poll's archive. */
  async removeArchive(pollId: string): Promise<void> {
    await this.#delete(this.#names.polls, { pk: `${pollPartitions.poll}${pollId}`, sk: 'ARCHIVE' });
  }

  /** What stands beside a poll that was deleted, and all that the region derived from its responses. */
  async removeRest(pollId: string): Promise<void> {
    const { polls, tallies } = this.#names;
    const places = [
      [polls, `${pollPartitions.poll}${pollId}`],
      [tallies, pollId],
    ] as const;
    for (const [table, pk] of places) {
      for await (const keys of this.#keysOf(table, pk)) {
        // A poll that stands there has been put back meanwhile.
        const gone = keys.filter(({ sk }) => table !== polls || sk !== pollSortKey);
        await inLanes(gone, lanes, (key) => this.#delete(table, key));
      }
    }
  }

  async *#keysOf(TableName: string, pk: string): AsyncIterable<Key[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) yield Items as Key[];
  }

  async #delete(TableName: string, Key: Key): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName, Key }));
  }

  /** Has a response expire, or deletes it where it did long enough ago. Tombstones end by themselves. */
  async #end(Key: Key, now: number): Promise<void> {
    const TableName = this.#names.responses;
    const seconds = Math.floor(now / 1_000);
    const lets = {
      ConditionExpression: 'attribute_exists(a) AND (attribute_not_exists(expiresAt) OR expiresAt > :now)',
      UpdateExpression: 'SET expiresAt = :now',
      ExpressionAttributeValues: { ':now': seconds },
    };
    if (await unlessRefused(this.#client.send(new UpdateCommand({ TableName, Key, ...lets })))) return;
    const deletes = {
      ConditionExpression: 'attribute_exists(a) AND expiresAt <= :then',
      ExpressionAttributeValues: { ':then': seconds - seenSeconds },
    };
    await unlessRefused(this.#client.send(new DeleteCommand({ TableName, Key, ...deletes })));
  }
}

async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
