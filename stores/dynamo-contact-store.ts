import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { pollPartitions } from './dynamo-poll-store.ts';

/** Who gets a workspace's mail, in the Polls table. */
export class DynamoContactStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** @returns an address; undefined where nobody wants mail */
  async get(workspaceId: string): Promise<string | undefined> {
    const Key = itemKey(workspaceId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item?.email as string | undefined;
  }

  async set(workspaceId: string, email: string | undefined): Promise<void> {
    const Key = itemKey(workspaceId);
    const TableName = this.#table;
    if (email === undefined) await this.#client.send(new DeleteCommand({ TableName, Key }));
    else await this.#client.send(new PutCommand({ TableName, Item: { ...Key, email } }));
  }
}

function itemKey(workspaceId: string) {
  return { pk: `${pollPartitions.workspace}${workspaceId}`, sk: 'CONTACT' };
}
