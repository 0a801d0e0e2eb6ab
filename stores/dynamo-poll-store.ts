import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { partitions } from '../contracts/names.ts';
import { type Poll, pollState } from '../domain/polls/poll.ts';
import type { CreationKey, PollStore, PollSummary } from '../domain/polls/poll-store.ts';
import { Problem } from '../domain/problem.ts';
import { isConditionFailure } from './condition-failure.ts';
import { traceOfItem } from './trace-context.ts';

/** How long an `Idempotency-Key` is remembered, in seconds. */
const creationKeySeconds = 24 * 3_600;

/** How the partitions of polls and of workspaces begin in the Polls table, which holds other things, too. */
export const pollPartitions = { poll: partitions.poll, workspace: partitions.workspace } as const;

/** The sort key of a poll itself, among all that its partition has. */
export const pollSortKey = 'POLL';
const pollKey = (pollId: string) => ({ pk: `${pollPartitions.poll}${pollId}`, sk: pollSortKey });
const listKey = (poll: Pick<Poll, 'workspaceId' | 'id'>) => ({
  pk: `${pollPartitions.workspace}${poll.workspaceId}`,
  sk: `POLL#${poll.id}`,
});
const creationKeyKey = (workspaceId: string, key: string) => ({
  pk: `${pollPartitions.workspace}${workspaceId}`,
  sk: `CREATION#${key}`,
});

/**
 * Polls in the Polls table. A poll is stored whole under its id, and as a summary in its workspace's item
 * collection, where lists are read; both are written in one transaction.
 */
export class DynamoPollStore implements PollStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(pollId: string): Promise<Poll | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: pollKey(pollId), ConsistentRead: true }),
    );
    return Item?.poll as Poll | undefined;
  }

  async create(poll: Poll, creationKey: CreationKey | undefined, now: number): Promise<string> {
    const remembered = creationKey && {
      Put: {
        TableName: this.#table,
        Item: {
          ...creationKeyKey(poll.workspaceId, creationKey.key),
          pollId: poll.id,
          bodyHash: creationKey.bodyHash,
          expiresAt: Math.floor(now / 1_000) + creationKeySeconds,
        },
        // An expired item may stand for days before DynamoDB deletes it.
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
        ExpressionAttributeValues: { ':now': Math.floor(now / 1_000) },
      },
    };
    try {
      await this.#write(poll, 'attribute_not_exists(pk)', remembered ? [remembered] : []);
      return poll.id;
    } catch (error) {
      if (!creationKey || !isConditionFailure(error)) throw error;
      return this.#created(poll.workspaceId, creationKey);
    }
  }

  async replace(poll: Poll): Promise<void> {
    try {
      await this.#write(poll, '#poll.version = :before', []);
    } catch (error) {
      throw isConditionFailure(error) ? versionMismatch() : error;
    }
  }

  async remove(poll: Poll): Promise<void> {
    try {
      await this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Delete: {
                TableName: this.#table,
                Key: pollKey(poll.id),
                ConditionExpression: '#poll.version = :version',
                ExpressionAttributeNames: { '#poll': 'poll' },
                ExpressionAttributeValues: { ':version': poll.version },
              },
            },
            { Delete: { TableName: this.#table, Key: listKey(poll) } },
          ],
        }),
      );
    } catch (error) {
      throw isConditionFailure(error) ? versionMismatch() : error;
    }
  }

  async list(given: Parameters<PollStore['list']>[0]): Promise<{ polls: PollSummary[]; more: boolean }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': `${pollPartitions.workspace}${given.workspaceId}`,
          ':first': 'POLL#',
          // Ids are letters and digits, so "~" sorts behind all of them.
          ':last': 'POLL#~',
        },
        ...(given.after === undefined
          ? {}
          : { ExclusiveStartKey: listKey({ workspaceId: given.workspaceId, id: given.after }) }),
        ScanIndexForward: false,
        Limit: given.limit,
      }),
    );
    return {
      polls: Items.map((item) => {
        const summary = item.summary as Omit<PollSummary, 'state'>;
        return { ...summary, state: pollState(summary, given.now) };
      }),
      more: LastEvaluatedKey !== undefined,
    };
  }

  async #write(poll: Poll, condition: string, more: NonNullable<TransactWrites>): Promise<void> {
    const changes = condition.includes(':before');
    await this.#client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: this.#table,
              Item: { ...pollKey(poll.id), poll, ...traceOfItem() },
              ConditionExpression: condition,
              ...(changes
                ? {
                    ExpressionAttributeNames: { '#poll': 'poll' },
                    ExpressionAttributeValues: { ':before': poll.version - 1 },
                  }
                : {}),
            },
          },
          { Put: { TableName: this.#table, Item: { ...listKey(poll), summary: summaryOf(poll) } } },
          ...more,
        ],
      }),
    );
  }

  async #created(workspaceId: string, creationKey: CreationKey): Promise<string> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: creationKeyKey(workspaceId, creationKey.key),
        ConsistentRead: true,
      }),
    );
    if (Item?.bodyHash !== creationKey.bodyHash) {
      throw new Problem('idempotency-mismatch', 'Send a new Idempotency-Key with a new poll.');
    }
    return String(Item.pollId);
  }
}

type TransactWrites = ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems'];

function summaryOf(poll: Poll): Omit<PollSummary, 'state'> {
  const { id, title, version, createdAt } = poll;
  const { opensAt, closesAt, openedAt, closedAt, archivedAt, responsesRemovedAt } = poll;
  const all = { opensAt, closesAt, openedAt, closedAt, archivedAt, responsesRemovedAt };
  const times = Object.entries(all).filter(([, time]) => time !== undefined);
  return { id, title, version, createdAt, ...Object.fromEntries(times) };
}

function versionMismatch(): Problem {
  return new Problem('version-mismatch', 'Read the poll again and repeat the edit on its new version.');
}
