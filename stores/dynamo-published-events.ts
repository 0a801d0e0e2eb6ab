import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Published, PublishedEvents } from '../domain/events/ports.ts';

/** How long it is known that an event went out, in seconds: longer than a queue keeps a message for another try. */
const keptSeconds = 30 * 24 * 3_600;

/** What the stage has published, in the Polls table, which every region has. */
export class DynamoPublishedEvents implements PublishedEvents {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(key: string): Promise<Published | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item?.published as Published | undefined;
  }

  async put(key: string, published: Published, now: number): Promise<void> {
    const expiresAt = Math.ceil(now / 1_000) + keptSeconds;
    const Item = { ...keyOf(key), published, expiresAt };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }
}

const keyOf = (key: string) => ({ pk: `EVENT#${key}`, sk: 'PUBLISHED' });
