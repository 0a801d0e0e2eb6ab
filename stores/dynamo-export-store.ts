import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { exportDays } from '../contracts/exports.ts';
import type { ExportJob, ExportStore } from '../domain/exports/export-job.ts';

/** How the sort keys of exports begin, among what else a region derives from a poll's responses. */
const prefix = 'EXPORT#';

const keyOf = ({ pollId, id }: Pick<ExportJob, 'pollId' | 'id'>) => ({ pk: pollId, sk: `${prefix}${id}` });

/** Exports in a region's Tallies table, as their files stand in the region's bucket; they go with their files. */
export class DynamoExportStore implements ExportStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(pollId: string, id: string): Promise<ExportJob | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: keyOf({ pollId, id }), ConsistentRead: true }),
    );
    return Item?.job as ExportJob | undefined;
  }

  async list(pollId: string): Promise<ExportJob[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pollId, ':prefix': prefix },
        Limit: 100,
        ConsistentRead: true,
      }),
    );
    return Items.map(({ job }) => job as ExportJob).sort((one, other) =>
      other.requestedAt.localeCompare(one.requestedAt),
    );
  }

  async create(job: ExportJob): Promise<boolean> {
    return (await this.#put(job, 'attribute_not_exists(pk)', {})) !== undefined;
  }

  async update(job: ExportJob): Promise<ExportJob | undefined> {
    const next = { ...job, version: job.version + 1 };
    return await this.#put(next, 'job.version = :version', { ':version': job.version });
  }

  async remove({ pollId, id }: Pick<ExportJob, 'pollId' | 'id'>): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: keyOf({ pollId, id }) }));
  }

  async #put(
    job: ExportJob,
    ConditionExpression: string,
    values: Readonly<Record<string, number>>,
  ): Promise<ExportJob | undefined> {
    // A little before the file, so that no ready export lacks one.
    const from = job.manifest?.finishedAt ?? job.requestedAt;
    const expiresAt = Math.floor(Date.parse(from) / 1_000) + exportDays * 24 * 3_600 - 3_600;
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...keyOf(job), job, expiresAt },
          ConditionExpression,
          ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
        }),
      );
      return job;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
