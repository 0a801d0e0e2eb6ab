import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { inLanes } from '../domain/tallies/lanes.ts';
import { type RecountedTallies, RecountLost, type Snapshot } from '../domain/tallies/recount-stores.ts';
import { type RecountId, recountMs, type Trace } from '../domain/tallies/trace.ts';
import { readTallyItem } from './read-tally-item.ts';
import { type ReadTally, readTally, tallyAttributes, tallyKey } from './tally-item.ts';
import { behindSk, type TraceItem, toTraces, tracePk } from './trace-item.ts';

/** Items that are deleted at once. */
const lanes = 8;

/** What a recount does in the Tallies table: it holds a poll's item, reads the traces, and adds what is missing. */
export class DynamoRecountStore implements RecountedTallies {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async open(pollId: string, id: RecountId): ReturnType<RecountedTallies['open']> {
    const stale = id - recountMs;
    const { updated, tally } = await this.#update(pollId, {
      UpdateExpression: 'SET #r = :id',
      ConditionExpression: 'attribute_not_exists(#r) OR #r BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#r': tallyAttributes.recount },
      ExpressionAttributeValues: { ':id': id, ':from': -stale, ':to': stale },
    });
    // Its own id: the first try took effect, and its answer was lost.
    return updated || tally.recount === id ? { snapshot: tally } : { since: tally.recount };
  }

  async snapshot(pollId: string, id: RecountId): Promise<Snapshot> {
    const tally = await this.#read(pollId);
    if (tally.recount !== id) throw lost();
    return tally;
  }

  async traces(given: Parameters<RecountedTallies['traces']>[0]): Promise<Trace[]> {
    const { pollId, id, shardId, behind } = given;
    const items: TraceItem[] = [];
    const pk = tracePk({ pollId, recount: id, shardId });
    for await (const page of this.#pages(pk, behindSk(behind))) items.push(...(page as unknown as TraceItem[]));
    return toTraces(items);
  }

  async add({ pollId, held, next, deltas }: Parameters<RecountedTallies['add']>[0]): Promise<void> {
    const names: Record<string, string> = { '#r': tallyAttributes.recount, '#t': tallyAttributes.updatedAt };
    const values: Record<string, number> = { ':held': held, ':next': next, ':now': Date.now() };
    const additions = [...deltas].map(([counter, delta], index) => {
      names[`#${index}`] = counter;
      values[`:${index}`] = delta;
      return `#${index} :${index}`;
    });
    const { updated, tally } = await this.#update(pollId, {
      UpdateExpression: `SET #r = :next, #t = :now ADD ${additions.join(', ')}`,
      ConditionExpression: '#r = :held',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    });
    if (!updated && tally.recount !== next) throw lost();
  }

  async close({ pollId, held }: Parameters<RecountedTallies['close']>[0]): Promise<void> {
    await this.#update(pollId, {
      UpdateExpression: 'SET #r = :none',
      ConditionExpression: '#r = :held',
      ExpressionAttributeNames: { '#r': tallyAttributes.recount },
      ExpressionAttributeValues: { ':held': held, ':none': 0 },
    });
  }

  async deleteTraces({ pollId, id }: Parameters<RecountedTallies['deleteTraces']>[0]): Promise<void> {
    const { marks } = await this.#read(pollId);
    for (const shardId of marks.keys()) {
      for await (const page of this.#pages(tracePk({ pollId, recount: id, shardId }), behindSk(undefined), 'pk, sk')) {
        await inLanes(page, lanes, ({ pk, sk }) =>
          this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { pk, sk } })),
        );
      }
    }
  }

  #read(pollId: string): Promise<ReadTally> {
    return readTallyItem(this.#client, this.#table, pollId);
  }

  /** A conditional update of the poll's tally. @returns the tally behind it, or as it is if the condition failed */
  async #update(
    pollId: string,
    update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<{ updated: boolean; tally: ReadTally }> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: tallyKey(pollId),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...update,
        }),
      );
      return { updated: true, tally: readTally(Attributes ?? {}) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { updated: false, tally: readTally(error.Item ? unmarshall(error.Item) : {}) };
    }
  }

  async *#pages(pk: string, behind: string, attributes?: string): AsyncIterable<Record<string, unknown>[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND sk > :behind',
        ExpressionAttributeValues: { ':pk': pk, ':behind': behind },
        ...(attributes === undefined ? {} : { ProjectionExpression: attributes }),
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) yield Items;
  }
}

function lost(): RecountLost {
  return new RecountLost('Another recount has taken the poll over');
}
