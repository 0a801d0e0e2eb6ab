import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Lane, LaneStore } from '../domain/webhooks/ports.ts';
import { lanePartition } from './notification-partitions.ts';

/** For how long a lane is taken at a time: longer than a round of attempts lasts. Milliseconds. */
const leaseMs = 30_000;
const mostTries = 5;

/** The lanes of a region in the Polls table: how an endpoint does, and who looks after it. */
export class DynamoLaneStore implements LaneStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async take(webhookId: string, holder: string, now: number): Promise<Lane | undefined> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const taken = await this.#update(webhookId, {
        UpdateExpression: 'SET holder = :me, heldUntil = :until, again = :no',
        ConditionExpression: 'attribute_not_exists(holder) OR heldUntil < :now OR holder = :me',
        ExpressionAttributeValues: { ':me': holder, ':until': now + leaseMs, ':now': now, ':no': false },
      });
      if (taken) return laneOf(taken);
      const told = await this.#update(webhookId, {
        UpdateExpression: 'SET again = :yes REMOVE wakeAt',
        ConditionExpression: 'attribute_exists(holder) AND holder <> :me AND heldUntil >= :now',
        ExpressionAttributeValues: { ':yes': true, ':me': holder, ':now': now },
      });
      if (told) return undefined;
    }
    throw new Error('A lane changed hands again and again');
  }

  async keep(webhookId: string, holder: string, now: number): Promise<boolean> {
    const kept = await this.#update(webhookId, {
      UpdateExpression: 'SET heldUntil = :until',
      ConditionExpression: 'holder = :me',
      ExpressionAttributeValues: { ':me': holder, ':until': now + leaseMs },
    });
    return kept !== undefined;
  }

  async release(webhookId: string, holder: string, lane: Lane): Promise<boolean> {
    const known = Object.entries({ streak: lane.streak, ...optionalOf(lane) }).filter(
      ([, value]) => value !== undefined,
    );
    const forgotten = Object.entries(optionalOf(lane)).filter(([, value]) => value === undefined);
    const released = await this.#update(webhookId, {
      UpdateExpression: `SET ${known.map(([name]) => `${name} = :${name}`)} REMOVE ${['holder', 'heldUntil', ...forgotten.map(([name]) => name)]}`,
      ConditionExpression: 'holder = :me AND again = :no',
      ExpressionAttributeValues: {
        ...Object.fromEntries(known.map(([name, value]) => [`:${name}`, value])),
        ':me': holder,
        ':no': false,
      },
    });
    if (released) return true;
    const isMine = await this.#update(webhookId, {
      UpdateExpression: 'SET again = :no',
      ConditionExpression: 'holder = :me',
      ExpressionAttributeValues: { ':me': holder, ':no': false },
    });
    return isMine === undefined;
  }

  /** @returns the item as it is then; undefined when the condition doesn't hold */
  async #update(
    webhookId: string,
    update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<Record<string, unknown> | undefined> {
    const pk = lanePartition(await this.#client.config.region(), webhookId);
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({ TableName: this.#table, Key: { pk, sk: 'STATE' }, ReturnValues: 'ALL_NEW', ...update }),
      );
      return Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}

function optionalOf({ failingSince, pausedUntil, wakeAt }: Lane) {
  return { failingSince, pausedUntil, wakeAt };
}

function laneOf(item: Record<string, unknown>): Lane {
  const number = (name: keyof Lane) => (typeof item[name] === 'number' ? item[name] : undefined);
  return {
    streak: number('streak') ?? 0,
    failingSince: number('failingSince'),
    pausedUntil: number('pausedUntil'),
    wakeAt: number('wakeAt'),
  };
}
