import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Outcome, Upload, UploadName, UploadStore } from '../domain/media/upload.ts';
import { pollPartitions } from './dynamo-poll-store.ts';

/** How long an upload is known that became no picture, in seconds. */
const keptSeconds = 7 * 24 * 3_600;

const keyOf = ({ workspaceId, id }: UploadName) => ({
  pk: `${pollPartitions.workspace}${workspaceId}`,
  sk: `MEDIA#${id}`,
});

/** Uploads in the Polls table, in the item collection of their workspace. Pictures stay; what became none expires. */
export class DynamoUploadStore implements UploadStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(name: UploadName): Promise<Upload | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: keyOf(name), ConsistentRead: true }),
    );
    return Item && uploadOf(Item);
  }

  async getAll(workspaceId: string, ids: readonly string[]): Promise<Upload[]> {
    const uploads: Upload[] = [];
    const keys = ids.map((id) => keyOf({ workspaceId, id }));
    let wanted: BatchGetCommandInput['RequestItems'] = { [this.#table]: { Keys: keys, ConsistentRead: true } };
    // What didn't fit into one answer comes with the next.
    while (wanted && Object.keys(wanted).length > 0) {
      const { Responses = {}, UnprocessedKeys }: BatchGetCommandOutput = await this.#client.send(
        new BatchGetCommand({ RequestItems: wanted }),
      );
      uploads.push(...(Responses[this.#table] ?? []).map(uploadOf));
      wanted = UnprocessedKeys;
    }
    return uploads;
  }

  async create(upload: Upload): Promise<void> {
    const expiresAt = Math.floor(Date.parse(upload.createdAt) / 1_000) + keptSeconds;
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: { ...keyOf(upload), upload, expiresAt } }));
  }

  async decide(name: UploadName, outcome: Outcome): Promise<void> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: keyOf(name),
          UpdateExpression: `SET #outcome = :outcome${outcome.state === 'ready' ? ' REMOVE expiresAt' : ''}`,
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#outcome)',
          ExpressionAttributeNames: { '#outcome': 'outcome' },
          ExpressionAttributeValues: { ':outcome': outcome },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}

function uploadOf(item: Record<string, unknown>): Upload {
  const { upload, outcome } = item as { upload: Upload; outcome?: Outcome };
  return { ...upload, ...(outcome === undefined ? {} : { outcome }) };
}
