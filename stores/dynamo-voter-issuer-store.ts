import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { partitions } from '../contracts/names.ts';
import type { VoterIssuer } from '../contracts/voters.ts';

const itemKey = (workspaceId: string) => ({ pk: `${partitions.workspace}${workspaceId}`, sk: 'VOTER-ISSUER' });

/** Whose tokens prove a workspace's voters, in the Polls table. */
export class DynamoVoterIssuerStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(workspaceId: string): Promise<VoterIssuer | undefined> {
    const Key = itemKey(workspaceId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item?.issuer as VoterIssuer | undefined;
  }

  async set(workspaceId: string, issuer: VoterIssuer): Promise<void> {
    const Item = { ...itemKey(workspaceId), issuer };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  /** @returns whether there was one */
  async remove(workspaceId: string): Promise<boolean> {
    const { Attributes } = await this.#client.send(
      new DeleteCommand({ TableName: this.#table, Key: itemKey(workspaceId), ReturnValues: 'ALL_OLD' }),
    );
    return Attributes !== undefined;
  }
}
