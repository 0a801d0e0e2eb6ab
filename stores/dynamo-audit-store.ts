import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry, AuditPage } from '../contracts/audit.ts';
import { partitions } from '../contracts/names.ts';
import type { AuditStore } from '../domain/audit/audit-log.ts';
import type { ChainHead } from '../domain/audit/chain.ts';
import { takesEffect } from './conditional-write.ts';

const partitionOf = (workspaceId: string) => `${partitions.audit}${workspaceId}`;
/** In an order that is the sequence's own: 12 digits last longer than anybody. */
const sortKey = (chain: string, sequence: number) => `${chain}#${String(sequence).padStart(12, '0')}`;

/**
 * Records of workspaces in the Polls table, one partition each, and in it the chains of all regions: a region writes to
 * its own only, as a condition on an item holds within one region.
 */
export class DynamoAuditStore implements AuditStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async head(workspaceId: string, chain: string): Promise<ChainHead | undefined> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chain)',
        ExpressionAttributeValues: { ':pk': partitionOf(workspaceId), ':chain': `${chain}#` },
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      }),
    );
    return Items[0]?.entry as AuditEntry | undefined;
  }

  append(entry: AuditEntry): Promise<boolean> {
    const { workspaceId, chain, sequence } = entry;
    return takesEffect(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { pk: partitionOf(workspaceId), sk: sortKey(chain, sequence), entry },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }

  /** A page of the workspace's record, chain after chain. @param after the place of the last entry of the page before */
  async page(workspaceId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<AuditPage> {
    const pk = partitionOf(workspaceId);
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        Limit: limit,
        ConsistentRead: true,
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
      }),
    );
    const entries = Items.map(({ entry }) => entry as AuditEntry);
    return { entries, ...(LastEvaluatedKey ? { cursor: String(LastEvaluatedKey.sk) } : {}) };
  }
}
