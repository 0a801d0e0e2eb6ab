import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SuspiciousGroup } from '../contracts/abuse.ts';
import type { ExclusionJob } from '../domain/abuse/exclusion.ts';
import { takesEffect } from './conditional-write.ts';
import { pollPartitions } from './dynamo-poll-store.ts';
import { itemsBelow } from './items-below.ts';

const keyOf = (pollId: string, sk: string) => ({ pk: `${pollPartitions.poll}${pollId}`, sk });
const exclusionPrefix = 'EXCLUSION#';

/** What a look at a poll has found. */
export interface Look {
  /** When it began, milliseconds since 1970. */
  readonly computedAt: number;
  readonly groups: readonly SuspiciousGroup[];
}

/** How long a look is kept, and how long one that was asked for is waited for. Seconds. */
const lookSeconds = 7 * 24 * 3_600;
const askSeconds = 30;

/** Exclusions, and what was found last, beside their polls. */
export class DynamoExclusionStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(pollId: string, id: string): Promise<ExclusionJob | undefined> {
    return (await this.#get(pollId, exclusionPrefix + id))?.job as ExclusionJob | undefined;
  }

  async list(pollId: string): Promise<ExclusionJob[]> {
    const items = await itemsBelow(this.#client, this.#table, keyOf(pollId, exclusionPrefix));
    return items.map(({ job }) => job as ExclusionJob);
  }

  /** @param before as it was read; undefined: there was none. @returns false where somebody was faster */
  async put(job: ExclusionJob, before: ExclusionJob | undefined): Promise<boolean> {
    const condition = before
      ? {
          ConditionExpression: 'job.#run = :run AND job.#state = :state',
          ExpressionAttributeNames: { '#run': 'run', '#state': 'state' },
          ExpressionAttributeValues: { ':run': before.run, ':state': before.state },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' };
    return this.#put({ ...keyOf(job.pollId, exclusionPrefix + job.id), job }, condition);
  }

  async look(pollId: string): Promise<Look | undefined> {
    return (await this.#get(pollId, 'SUSPICIONS'))?.look as Look | undefined;
  }

  async keepLook(pollId: string, look: Look): Promise<void> {
    const expiresAt = Math.ceil(look.computedAt / 1_000) + lookSeconds;
    await this.#put({ ...keyOf(pollId, 'SUSPICIONS'), look, expiresAt }, {});
  }

  /** @returns whether nobody has asked for a look lately */
  ask(pollId: string, now: number): Promise<boolean> {
    const askedAt = Math.floor(now / 1_000);
    return this.#put(
      { ...keyOf(pollId, 'SUSPICIONS-ASKED'), askedAt, expiresAt: askedAt + lookSeconds },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR askedAt < :before',
        ExpressionAttributeValues: { ':before': askedAt - askSeconds },
      },
    );
  }

  async #get(pollId: string, sk: string): Promise<Record<string, unknown> | undefined> {
    const Key = keyOf(pollId, sk);
    return (await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }))).Item;
  }

  #put(Item: Record<string, unknown>, condition: object): Promise<boolean> {
    return takesEffect(this.#client.send(new PutCommand({ TableName: this.#table, Item, ...condition })));
  }
}
