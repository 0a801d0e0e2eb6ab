import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Caller, KeyStore } from '../domain/polls/api-keys.ts';

/** How the partitions of API keys begin in the Polls table. */
export const keyPartition = 'KEY#';

export const keyItemKey = (hash: string) => ({ pk: `${keyPartition}${hash}`, sk: 'KEY' });

/** API keys in the Polls table, by their hash only: what every request with one needs. */
export class DynamoKeyStore implements KeyStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(hash: string): Promise<Caller | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: keyItemKey(hash) }));
    if (!Item || Item.revoked === true) return undefined;
    return { workspaceId: String(Item.workspaceId), scopes: Item.scopes as Caller['scopes'] };
  }
}
