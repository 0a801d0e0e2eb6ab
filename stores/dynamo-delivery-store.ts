import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { webhookDelivery } from '../contracts/webhooks.ts';
import type { Delivery } from '../domain/webhooks/delivery.ts';
import type { DeliveryStore, Opening } from '../domain/webhooks/ports.ts';
import { isConditionFailure } from './condition-failure.ts';
import { lanePartition, webhookPartition } from './notification-partitions.ts';

const daySeconds = 86_400;
const prefix = { delivery: 'DELIVERY#', due: 'DUE#' } as const;
const itemKey = (webhookId: string, deliveryId: string) => ({
  pk: webhookPartition(webhookId),
  sk: `${prefix.delivery}${deliveryId}`,
});
const openingKey = (webhookId: string, pollId: string) => ({ pk: webhookPartition(webhookId), sk: `OPENED#${pollId}` });
/** Milliseconds since 1970 with as many digits as they have until the year 2286, so that they sort as text. */
const digits = 13;
const lastTime = 10 ** digits - 1;
const dueSortKey = (time: number, deliveryId = '') =>
  `${prefix.due}${String(Math.min(time, lastTime)).padStart(digits, '0')}#${deliveryId}`;

/**
 * Deliveries in the Polls table, in an item collection for each webhook; and for each region and webhook, what is due
 * when. The table is global: a delivery belongs to the region whose list it stands on, and each reads its own alone.
 */
export class DynamoDeliveryStore implements DeliveryStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(delivery: Delivery): Promise<void> {
    const { webhookId, pollId, type } = delivery;
    const expiresAt = expiryOf(delivery);
    const opens = type === 'poll.opened' && pollId !== undefined;
    await this.#write([
      {
        Put: {
          TableName: this.#table,
          Item: { ...itemKey(webhookId, delivery.id), delivery, expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      ...(await this.#duePuts(delivery)),
      ...(opens
        ? [
            {
              Put: {
                TableName: this.#table,
                Item: { ...openingKey(webhookId, pollId), deliveryId: delivery.id, expiresAt },
              },
            },
          ]
        : []),
    ]);
  }

  async get(webhookId: string, deliveryId: string): Promise<Delivery | undefined> {
    const Key = itemKey(webhookId, deliveryId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item?.delivery as Delivery | undefined;
  }

  async list({ webhookId, after, limit }: Parameters<DeliveryStore['list']>[0]) {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': webhookPartition(webhookId), ':prefix': prefix.delivery },
        ...(after === undefined ? {} : { ExclusiveStartKey: itemKey(webhookId, after) }),
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return { deliveries: Items.map((item) => item.delivery as Delivery), more: LastEvaluatedKey !== undefined };
  }

  async due(webhookId: string, now: number, limit: number): Promise<readonly Delivery[]> {
    const listed = await this.#listed(webhookId, now, limit);
    const Keys = listed.map(({ deliveryId }) => itemKey(webhookId, String(deliveryId)));
    const stored = Keys.length === 0 ? new Map<string, Delivery>() : await this.#read(Keys);
    const due: Delivery[] = [];
    for (const { pk, sk, deliveryId } of listed) {
      const delivery = stored.get(String(deliveryId));
      const holds = delivery?.state === 'pending' && sk === dueSortKey(delivery.dueAt, delivery.id);
      if (holds) due.push(delivery);
      // Another region has taken it over, or it has expired.
      else await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { pk, sk } }));
    }
    return due;
  }

  async nextDue(webhookId: string): Promise<number | undefined> {
    const [next] = await this.#listed(webhookId, lastTime, 1);
    return next && Number(String(next.sk).slice(prefix.due.length, prefix.due.length + digits));
  }

  async change(before: Delivery, after: Delivery): Promise<void> {
    const staysDue = after.state === 'pending' && after.dueAt === before.dueAt;
    await this.#write([
      {
        Put: {
          TableName: this.#table,
          Item: { ...itemKey(after.webhookId, after.id), delivery: after, expiresAt: expiryOf(after) },
          ConditionExpression:
            '#delivery.#state = :state AND #delivery.attempts = :attempts AND #delivery.dueAt = :dueAt AND #delivery.since = :since',
          ExpressionAttributeNames: { '#delivery': 'delivery', '#state': 'state' },
          ExpressionAttributeValues: {
            ':state': before.state,
            ':attempts': before.attempts,
            ':dueAt': before.dueAt,
            ':since': before.since,
          },
        },
      },
      ...(before.state === 'pending' && !staysDue
        ? [{ Delete: { TableName: this.#table, Key: await this.#dueKey(before) } }]
        : []),
      ...(await this.#duePuts(after)),
    ]);
  }

  async opening(webhookId: string, pollId: string): Promise<Opening> {
    const Key = openingKey(webhookId, pollId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    if (!Item) return 'unknown';
    const delivery = await this.get(webhookId, String(Item.deliveryId));
    return delivery?.state === 'pending' ? { dueAt: delivery.dueAt } : 'done';
  }

  async #listed(webhookId: string, until: number, limit: number) {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': await this.#lane(webhookId),
          ':first': dueSortKey(0),
          // Ids are letters, digits and dashes, so "~" sorts behind all of them.
          ':last': dueSortKey(until, '~'),
        },
        Limit: limit,
        ConsistentRead: true,
      }),
    );
    return Items;
  }

  async #read(Keys: Record<string, string>[]): Promise<Map<string, Delivery>> {
    const stored = new Map<string, Delivery>();
    let wanted = Keys;
    while (wanted.length > 0) {
      const { Responses, UnprocessedKeys } = await this.#client.send(
        new BatchGetCommand({ RequestItems: { [this.#table]: { Keys: wanted, ConsistentRead: true } } }),
      );
      for (const { delivery } of Responses?.[this.#table] ?? []) stored.set(delivery.id, delivery as Delivery);
      wanted = (UnprocessedKeys?.[this.#table]?.Keys ?? []) as Record<string, string>[];
    }
    return stored;
  }

  async #duePuts(delivery: Delivery) {
    if (delivery.state !== 'pending') return [];
    const Item = { ...(await this.#dueKey(delivery)), deliveryId: delivery.id, expiresAt: expiryOf(delivery) };
    return [{ Put: { TableName: this.#table, Item } }];
  }

  async #dueKey({ webhookId, dueAt, id }: Delivery) {
    return { pk: await this.#lane(webhookId), sk: dueSortKey(dueAt, id) };
  }

  async #lane(webhookId: string): Promise<string> {
    return lanePartition(await this.#client.config.region(), webhookId);
  }

  /** Does nothing where the first item's condition doesn't hold: somebody else was here before. */
  async #write(TransactItems: NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>) {
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems }));
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  }
}

function expiryOf({ since }: Delivery): number {
  return Math.ceil(since / 1_000) + webhookDelivery.keptDays * daySeconds;
}
