import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import type { WorkspaceSettings } from '../contracts/retention.ts';

/** The partition of all workspaces that have settings: whoever keeps them asks for nothing but these. */
const pk = 'SETTINGS';

/** For how long workspaces keep data, in the Polls table. */
export class DynamoSettingsStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(workspaceId: string): Promise<WorkspaceSettings> {
    const Key = { pk, sk: workspaceId };
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return (Item?.settings as WorkspaceSettings | undefined) ?? {};
  }

  async set(workspaceId: string, settings: WorkspaceSettings): Promise<void> {
    const [TableName, Key] = [this.#table, { pk, sk: workspaceId }];
    if (Object.keys(settings).length === 0) await this.#client.send(new DeleteCommand({ TableName, Key }));
    else await this.#client.send(new PutCommand({ TableName, Item: { ...Key, settings } }));
  }

  /** The ids of all workspaces that have some, page by page. */
  async *workspaces(): AsyncIterable<readonly string[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: 'sk',
      },
    );
    for await (const { Items = [] } of pages) yield Items.map(({ sk }) => String(sk));
  }
}
