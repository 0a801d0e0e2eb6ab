import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { RecountedResponses, StoredResponse } from '../domain/tallies/recount-stores.ts';
import { isResponse, probeKeys, type ResponseItem, shardKey, toCounted } from './response-item.ts';

/** How long a probe stands that nobody removed, in seconds. */
const probeSeconds = 3_600;

/** The Responses table as a recount reads it: every response, strongly consistent, and probes beside them. */
export class DynamoStoredResponses implements RecountedResponses {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *stored(pollId: string, partition: number): AsyncIterable<readonly StoredResponse[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        ProjectionExpression: 'sk, a, s, q, expiresAt',
        ExpressionAttributeValues: { ':pk': shardKey(pollId, partition) },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) yield Items.filter(isResponse).map(toStored);
  }

  async probe(given: Parameters<RecountedResponses['probe']>[0]): Promise<string[]> {
    const keys = probeKeys(given);
    const expiresAt = Math.ceil(Date.now() / 1_000) + probeSeconds;
    for (const sk of keys) {
      const Item = { pk: shardKey(given.pollId, given.partition), sk, expiresAt };
      await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
    }
    return keys;
  }

  async removeProbes(given: Parameters<RecountedResponses['removeProbes']>[0]): Promise<void> {
    for (const sk of probeKeys(given)) {
      const Key = { pk: shardKey(given.pollId, given.partition), sk };
      await this.#client.send(new DeleteCommand({ TableName: this.#table, Key }));
    }
  }
}

function toStored(item: ResponseItem): StoredResponse {
  const { sk, expiresAt } = item;
  return { key: sk, counted: toCounted(item), ...(expiresAt === undefined ? {} : { expiresAt }) };
}
