import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { FoundKey } from '../domain/polls/api-keys.ts';
import { keyEntryKey } from './dynamo-key-register.ts';
import { keyItemKey } from './dynamo-key-store.ts';

/**
 * Notes the day on which a key was last used, under the key and in its workspace's list: two writes a key and day,
 * however many requests come with it.
 */
export class DynamoKeyUses {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** @param now milliseconds since 1970 */
  async note(hash: string, { workspaceId, keyId, lastUsedOn }: FoundKey, now: number): Promise<void> {
    const today = new Date(now).toISOString().slice(0, 10);
    if (keyId === undefined || lastUsedOn === today) return;
    await this.#client.send(
      new TransactWriteCommand({
        TransactItems: [keyItemKey(hash), keyEntryKey(workspaceId, keyId)].map((Key) => ({
          Update: {
            TableName: this.#table,
            Key,
            UpdateExpression: 'SET lastUsedOn = :today',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':today': today },
          },
        })),
      }),
    );
  }
}
