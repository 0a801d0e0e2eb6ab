import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Caller, KeyStore } from '../domain/polls/api-keys.ts';

/** How the partitions of API keys begin in the Polls table. */
export const keyPartition = 'KEY#';

const itemKey = (hash: string) => ({ pk: `${keyPartition}${hash}`, sk: 'KEY' });

/** API keys in the Polls table, by their hash only. */
export class DynamoKeyStore implements KeyStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(hash: string): Promise<Caller | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: itemKey(hash) }));
    if (!Item || Item.revoked === true) return undefined;
    return { workspaceId: String(Item.workspaceId), scopes: Item.scopes as Caller['scopes'] };
  }

  async save(hash: string, caller: Caller): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: { ...itemKey(hash), ...caller } }));
  }

  async revoke(hash: string): Promise<void> {
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: itemKey(hash),
        UpdateExpression: 'SET revoked = :true',
        ExpressionAttributeValues: { ':true': true },
      }),
    );
  }
}
