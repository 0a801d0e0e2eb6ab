import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { InsightLeases } from '../domain/insights/ports.ts';
import { takesEffect } from './conditional-write.ts';
import { leaseKey } from './insight-item.ts';

/** How long a job may wait in its queue before others ask again, in milliseconds. */
const askedMs = 5 * 60_000;
/** How long a worker that says nothing is taken to be at work, in milliseconds. */
const runningMs = 30_000;
/** When a lease that nobody ended leaves the table, in milliseconds. */
const forgottenMs = 24 * 3_600_000;

/**
 * Leases in a region's Tallies table, one item for each view that is asked for or under way: `w` the worker, or when
 * it was asked for; `u` until when it holds; `r` whether a worker runs.
 */
export class DynamoInsightLeases implements InsightLeases {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async ask({ pollId, view, askedAt }: Parameters<InsightLeases['ask']>[0]): Promise<boolean> {
    return await takesEffect(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: {
            ...leaseKey(pollId, view),
            w: String(askedAt),
            ...until(askedAt + askedMs),
            r: false,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #u < :now',
          ExpressionAttributeNames: { '#u': 'u' },
          ExpressionAttributeValues: { ':now': askedAt },
        }),
      ),
    );
  }

  async start({ pollId, view, worker, now }: Parameters<InsightLeases['start']>[0]): Promise<boolean> {
    return await takesEffect(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...leaseKey(pollId, view), w: worker, ...until(now + runningMs), r: true },
          ConditionExpression: 'attribute_not_exists(pk) OR #r = :no OR #u < :now',
          ExpressionAttributeNames: { '#r': 'r', '#u': 'u' },
          ExpressionAttributeValues: { ':no': false, ':now': now },
        }),
      ),
    );
  }

  async extend({ pollId, view, worker, now }: Parameters<InsightLeases['extend']>[0]): Promise<boolean> {
    const { u, expiresAt } = until(now + runningMs);
    return await takesEffect(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: leaseKey(pollId, view),
          UpdateExpression: 'SET #u = :u, expiresAt = :expiresAt',
          ConditionExpression: '#w = :worker',
          ExpressionAttributeNames: { '#u': 'u', '#w': 'w' },
          ExpressionAttributeValues: { ':u': u, ':expiresAt': expiresAt, ':worker': worker },
        }),
      ),
    );
  }

  async end({ pollId, view, worker }: Parameters<InsightLeases['end']>[0]): Promise<void> {
    await takesEffect(
      this.#client.send(
        new DeleteCommand({
          TableName: this.#table,
          Key: leaseKey(pollId, view),
          ConditionExpression: '#w = :worker',
          ExpressionAttributeNames: { '#w': 'w' },
          ExpressionAttributeValues: { ':worker': worker },
        }),
      ),
    );
  }

  async withdraw({ pollId, view, askedAt }: Parameters<InsightLeases['withdraw']>[0]): Promise<void> {
    await this.end({ pollId, view, worker: String(askedAt) });
  }
}

function until(u: number) {
  return { u, expiresAt: Math.ceil((u + forgottenMs) / 1_000) };
}
