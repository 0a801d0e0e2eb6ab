import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ArchiveJob, ArchiveStore } from '../domain/archive/archive-job.ts';
import { pollPartitions } from './dynamo-poll-store.ts';

const keyOf = (pollId: string) => ({ pk: `${pollPartitions.poll}${pollId}`, sk: 'ARCHIVE' });

/** Archives beside their polls, so that every region knows of them. */
export class DynamoArchiveStore implements ArchiveStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(pollId: string): Promise<ArchiveJob | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: keyOf(pollId), ConsistentRead: true }),
    );
    return Item?.job as ArchiveJob | undefined;
  }

  async create(job: ArchiveJob): Promise<boolean> {
    const condition = 'attribute_not_exists(pk) OR job.#state = :value';
    return (await this.#put(job, condition, { '#state': 'state' }, 'failed')) !== undefined;
  }

  async update(job: ArchiveJob): Promise<ArchiveJob | undefined> {
    const next = { ...job, version: job.version + 1 };
    return await this.#put(next, 'job.#version = :value', { '#version': 'version' }, job.version);
  }

  async remove({ pollId }: ArchiveJob): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: keyOf(pollId) }));
  }

  async #put(
    job: ArchiveJob,
    ConditionExpression: string,
    ExpressionAttributeNames: Record<string, string>,
    value: string | number,
  ): Promise<ArchiveJob | undefined> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...keyOf(job.pollId), job },
          ConditionExpression,
          ExpressionAttributeNames,
          ExpressionAttributeValues: { ':value': value },
        }),
      );
      return job;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
