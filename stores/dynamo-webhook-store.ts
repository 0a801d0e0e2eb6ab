import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { WebhookStore } from '../domain/webhooks/ports.ts';
import type { Webhook } from '../domain/webhooks/webhook.ts';
import { pollPartitions } from './dynamo-poll-store.ts';

/** How often a change is tried again that others got ahead of. */
const mostTries = 5;

const itemKey = (workspaceId: string, webhookId: string) => ({
  pk: `${pollPartitions.workspace}${workspaceId}`,
  sk: `WEBHOOK#${webhookId}`,
});

/** Webhooks in the Polls table, in the item collection of their workspace. */
export class DynamoWebhookStore implements WebhookStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(workspaceId: string, webhookId: string): Promise<Webhook | undefined> {
    const Key = itemKey(workspaceId, webhookId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item?.webhook as Webhook | undefined;
  }

  async list(workspaceId: string): Promise<readonly Webhook[]> {
    const { pk } = itemKey(workspaceId, '');
    // A workspace has so few that they fit into one page.
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': 'WEBHOOK#' },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => item.webhook as Webhook);
  }

  async add(webhook: Webhook): Promise<void> {
    const Item = { ...itemKey(webhook.workspaceId, webhook.id), webhook };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  async change(workspaceId: string, webhookId: string, change: (webhook: Webhook) => Webhook) {
    for (let tries = 1; ; tries += 1) {
      const before = await this.get(workspaceId, webhookId);
      const after = before && change(before);
      if (!after || after === before) return after;
      const webhook: Webhook = { ...after, version: before.version + 1 };
      try {
        await this.#client.send(
          new PutCommand({
            TableName: this.#table,
            Item: { ...itemKey(workspaceId, webhookId), webhook },
            ConditionExpression: '#webhook.version = :before',
            ExpressionAttributeNames: { '#webhook': 'webhook' },
            ExpressionAttributeValues: { ':before': before.version },
          }),
        );
        return webhook;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || tries >= mostTries) throw error;
      }
    }
  }

  async remove(workspaceId: string, webhookId: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: itemKey(workspaceId, webhookId) }));
  }
}
