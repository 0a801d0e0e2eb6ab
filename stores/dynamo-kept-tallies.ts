import { type DynamoDBDocumentClient, GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { KeptTallies, KeptTally } from '../domain/recovery/kept-tallies.ts';
import { counterNames } from '../domain/tallies/counters.ts';
import { readTally, tallyAttributes, tallyKey } from './tally-item.ts';

/** A Tallies table, the live one or one that was restored from a backup. */
export class DynamoKeptTallies implements KeptTallies {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *all(from?: string): ReturnType<KeptTallies['all']> {
    const { responses } = counterNames;
    const { updatedAt, expired } = tallyAttributes;
    const pages = paginateScan(
      { client: this.#client, ...(from === undefined ? {} : { startingToken: tallyKey(from) }) },
      {
        TableName: this.#table,
        // A recount's traces stand in this table, too, and so do the marks of a region's heartbeat, which count nothing.
        FilterExpression: 'sk = :total AND attribute_exists(#t)',
        ExpressionAttributeValues: { ':total': tallyKey('').sk },
        ProjectionExpression: 'pk, #n, #t, #e',
        ExpressionAttributeNames: { '#n': responses, '#t': updatedAt, '#e': expired },
      },
    );
    for await (const { Items = [] } of pages) {
      yield Items.map((item) => {
        const tally = readTally(item);
        return {
          pollId: String(item.pk),
          responses: tally.counters.get(responses) ?? 0,
          updatedAt: tally.updatedAt,
          expired: tally.expired,
        };
      });
    }
  }

  async read(pollId: string): Promise<KeptTally | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: tallyKey(pollId), ConsistentRead: true }),
    );
    return Item && readTally(Item);
  }
}
