import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TallyStore } from '../domain/tallies/absorb.ts';
import { isStale, type Mark } from '../domain/tallies/mark.ts';
import { emptyTally, type Tally } from '../domain/tallies/results.ts';

/** Counters stand at the item's top level; a mark is `m:<stream shard>`, the time of the last update `t`. */
const markPrefix = 'm:';
const updatedAt = 't';

const itemKey = (pollId: string) => ({ pk: pollId, sk: 'total' });

/** Tallies in a region's Tallies table, one item a poll. */
export class DynamoTallyStore implements TallyStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async advance(given: Parameters<TallyStore['advance']>[0]): ReturnType<TallyStore['advance']> {
    const now = Date.now();
    const names: Record<string, string> = { '#m': markPrefix + given.shardId, '#t': updatedAt };
    const values: Record<string, string | number> = { ':m': given.mark, ':t': now };
    if (given.expected !== undefined) values[':expected'] = given.expected;
    const additions = [...given.deltas].map(([counter, delta], index) => {
      names[`#${index}`] = counter;
      values[`:${index}`] = delta;
      return `#${index} :${index}`;
    });
    const removals = given.forget.map((shardId, index) => {
      names[`#f${index}`] = markPrefix + shardId;
      return `#f${index}`;
    });
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: itemKey(given.pollId),
          UpdateExpression: [
            'SET #m = :m, #t = :t',
            additions.length > 0 ? `ADD ${additions.join(', ')}` : '',
            removals.length > 0 ? `REMOVE ${removals.join(', ')}` : '',
          ].join(' '),
          ConditionExpression: given.expected === undefined ? 'attribute_not_exists(#m)' : '#m = :expected',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { done: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const marks = marksOf(error.Item ? unmarshall(error.Item) : {});
      return {
        done: false,
        found: marks.get(given.shardId),
        stale: [...marks]
          .filter(([shardId, mark]) => shardId !== given.shardId && isStale(mark, now))
          .map(([shardId]) => shardId),
      };
    }
  }

  async read(pollId: string): Promise<Tally> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: itemKey(pollId) }));
    if (!Item) return emptyTally;
    const { pk: _pk, sk: _sk, [updatedAt]: time, ...rest } = Item;
    const counters = Object.entries(rest).filter(([name]) => !name.startsWith(markPrefix));
    return { counters: new Map(counters as [string, number][]), updatedAt: Number(time) };
  }
}

function marksOf(item: Record<string, unknown>): Map<string, Mark> {
  return new Map(
    Object.entries(item)
      .filter(([name]) => name.startsWith(markPrefix))
      .map(([name, mark]) => [name.slice(markPrefix.length), String(mark)]),
  );
}
