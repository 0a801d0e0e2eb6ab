import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TallyStore } from '../domain/tallies/absorb.ts';
import { isStale } from '../domain/tallies/mark.ts';
import { emptyTally, type Tally } from '../domain/tallies/results.ts';
import { markName, readTally, tallyAttributes, tallyKey } from './tally-item.ts';
import { traceOfItem } from './trace-context.ts';
import { toTraceItems } from './trace-item.ts';

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
    const { updatedAt, recount, expired, origin } = tallyAttributes;
    const names: Record<string, string> = { '#m': markName(given.shardId), '#r': recount };
    const values: Record<string, string | number> = { ':m': given.mark, ':none': 0 };
    if (given.expected !== undefined) values[':expected'] = given.expected;
    // A recount's probes move marks only, and make no results newer.
    const times = [...(given.deltas.size > 0 ? [updatedAt] : []), ...(given.expired ? [expired] : [])];
    for (const name of times) {
      names[`#${name}`] = name;
      values[':now'] = now;
    }
    const { [origin]: from } = traceOfItem();
    if (from !== undefined) {
      names['#o'] = origin;
      values[':o'] = from;
    }
    const additions = [...given.deltas].map(([counter, delta], index) => {
      names[`#${index}`] = counter;
      values[`:${index}`] = delta;
      return `#${index} :${index}`;
    });
    const removals = given.forget.map((shardId, index) => {
      names[`#f${index}`] = markName(shardId);
      return `#f${index}`;
    });
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: tallyKey(given.pollId),
          UpdateExpression: [
            `SET ${['#m = :m', ...times.map((name) => `#${name} = :now`), ...(from ? ['#o = :o'] : [])].join(', ')}`,
            // Adding nothing is how an update is told the recount, without the rest of the item.
            `ADD ${['#r :none', ...additions].join(', ')}`,
            removals.length > 0 ? `REMOVE ${removals.join(', ')}` : '',
          ].join(' '),
          ConditionExpression: given.expected === undefined ? 'attribute_not_exists(#m)' : '#m = :expected',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ReturnValues: 'UPDATED_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { done: true, recount: Number(Attributes?.[recount] ?? 0) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { marks } = readTally(error.Item ? unmarshall(error.Item) : {});
      return {
        done: false,
        found: marks.get(given.shardId),
        stale: [...marks]
          .filter(([shardId, mark]) => shardId !== given.shardId && isStale(mark, now))
          .map(([shardId]) => shardId),
      };
    }
  }

  async leaveTrace(given: Parameters<TallyStore['leaveTrace']>[0]): Promise<void> {
    for (const Item of toTraceItems(given)) {
      await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
    }
  }

  async read(pollId: string): Promise<Tally> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: tallyKey(pollId) }));
    return Item ? readTally(Item) : emptyTally;
  }
}
