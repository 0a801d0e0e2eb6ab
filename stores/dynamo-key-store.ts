import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { partitions } from '../contracts/names.ts';
import type { FoundKey, KeyStore } from '../domain/polls/api-keys.ts';

export const keyItemKey = (hash: string) => ({ pk: `${partitions.key}${hash}`, sk: 'KEY' });

/** API keys in the Polls table, by their hash only: what every request with one needs. */
export class DynamoKeyStore implements KeyStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(hash: string, now: number): Promise<FoundKey | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: keyItemKey(hash) }));
    if (!Item || Item.revoked === true) return undefined;
    if (Item.endsAt !== undefined && now >= Number(Item.endsAt)) return undefined;
    const { workspaceId, scopes, keyId, lastUsedOn } = Item;
    return { workspaceId, scopes, keyId, lastUsedOn } as FoundKey;
  }
}
