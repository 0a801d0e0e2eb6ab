import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MailPorts } from '../domain/mail/carry-out.ts';
import { pollPartitions } from './dynamo-poll-store.ts';

type Sent = MailPorts['sent'];

/** How long a mail is remembered, in seconds: longer than any queue repeats its order. */
const keptSeconds = 30 * 86_400;

const itemKey = (workspaceId: string, key: string) => ({
  pk: `${pollPartitions.workspace}${workspaceId}`,
  sk: `MAIL#${key}`,
});

/** Which mails of a workspace went out, in the Polls table. */
export class DynamoSentMails implements Sent {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async has(workspaceId: string, key: string): Promise<boolean> {
    const Key = itemKey(workspaceId, key);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item !== undefined;
  }

  async add(workspaceId: string, key: string, now: number): Promise<void> {
    const Item = { ...itemKey(workspaceId, key), expiresAt: Math.ceil(now / 1_000) + keptSeconds };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }
}
