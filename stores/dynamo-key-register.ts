import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyView } from '../contracts/keys.ts';
import type { KeyEntry, KeyRegister } from '../domain/polls/api-keys.ts';
import { keyItemKey } from './dynamo-key-store.ts';
import { pollPartitions } from './dynamo-poll-store.ts';
import { itemsBelow } from './items-below.ts';

const entryPrefix = 'KEY#';
export const keyEntryKey = (workspaceId: string, keyId: string) => ({
  pk: `${pollPartitions.workspace}${workspaceId}`,
  sk: `${entryPrefix}${keyId}`,
});

/**
 * API keys in the Polls table. A key stands under its hash, where it is looked up, and as an entry in its workspace's
 * item collection, where it is listed. Both stay when it is revoked: a restore from before must not bring it back.
 */
export class DynamoKeyRegister implements KeyRegister {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(hash: string, { workspaceId, ...view }: KeyEntry): Promise<void> {
    await this.#client.send(new TransactWriteCommand({ TransactItems: this.#puts(hash, workspaceId, view) }));
  }

  async get(workspaceId: string, keyId: string): Promise<ApiKeyView | undefined> {
    const Key = keyEntryKey(workspaceId, keyId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return !Item || Item.revoked === true ? undefined : viewOf(Item);
  }

  async replace(
    before: ApiKeyView,
    hash: string,
    { workspaceId, ...view }: KeyEntry,
    endsAt: number,
  ): Promise<boolean> {
    const Key = keyEntryKey(workspaceId, before.id);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    const set = {
      TableName: this.#table,
      ConditionExpression:
        'attribute_exists(pk) AND attribute_not_exists(revoked) AND attribute_not_exists(replacedBy)',
      ExpressionAttributeValues: { ':endsAt': endsAt, ':by': view.id },
      UpdateExpression: 'SET endsAt = :endsAt, replacedBy = :by',
    };
    const ended = [Key, keyItemKey(String(Item?.hash))].map((of) => ({ Update: { ...set, Key: of } }));
    return await this.#happens([...this.#puts(hash, workspaceId, view), ...ended]);
  }

  #puts(hash: string, workspaceId: string, view: ApiKeyView) {
    const { id: keyId, scopes, expiresAt } = view;
    const end = expiresAt === undefined ? {} : { endsAt: Date.parse(expiresAt) };
    const key = { ...keyItemKey(hash), workspaceId, scopes, keyId, ...end };
    const entry = { ...keyEntryKey(workspaceId, keyId), key: view, hash, ...end };
    return [key, entry].map((Item) => ({ Put: { TableName: this.#table, Item } }));
  }

  async list(workspaceId: string): Promise<ApiKeyView[]> {
    const items = await itemsBelow(this.#client, this.#table, keyEntryKey(workspaceId, ''));
    const keys = items.filter((item) => item.revoked !== true).map(viewOf);
    return keys.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  async revoke(workspaceId: string, keyId: string): Promise<boolean> {
    const Key = keyEntryKey(workspaceId, keyId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item !== undefined && (await this.#mark([keyItemKey(String(Item.hash)), Key]));
  }

  async revokeByHash(hash: string): Promise<boolean> {
    const Key = keyItemKey(hash);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    if (!Item) return false;
    const { workspaceId, keyId } = Item;
    // Keys of the first days have no entry.
    const entries = keyId === undefined ? [] : [keyEntryKey(String(workspaceId), String(keyId))];
    return await this.#mark([Key, ...entries]);
  }

  #mark(keys: readonly Record<string, string>[]): Promise<boolean> {
    return this.#happens(
      keys.map((Key) => ({
        Update: {
          TableName: this.#table,
          Key,
          UpdateExpression: 'SET revoked = :true',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(revoked)',
          ExpressionAttributeValues: { ':true': true },
        },
      })),
    );
  }

  /** @returns false where a condition doesn't hold */
  async #happens(items: ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']): Promise<boolean> {
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
      throw error;
    }
  }
}

/** A key as it is now: its end may have come nearer since it was made. */
function viewOf(entry: Readonly<Record<string, unknown>>): ApiKeyView {
  const { key, endsAt, replacedBy, lastUsedOn } = entry;
  return {
    ...(key as ApiKeyView),
    ...(endsAt === undefined ? {} : { expiresAt: new Date(Number(endsAt)).toISOString() }),
    ...(replacedBy === undefined ? {} : { replacedBy: String(replacedBy) }),
    ...(lastUsedOn === undefined ? {} : { lastUsedOn: String(lastUsedOn) }),
  };
}
