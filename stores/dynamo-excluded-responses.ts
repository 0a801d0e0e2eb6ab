import { type DynamoDBDocumentClient, paginateQuery, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { GroupKind } from '../contracts/abuse.ts';
import type { ExcludedResponses, ExclusionJob } from '../domain/abuse/exclusion.ts';
import type { SeenResponse } from '../domain/abuse/groups.ts';
import type { Position } from '../domain/exports/exported-response.ts';
import type { Poll } from '../domain/polls/poll.ts';
import { takesEffect } from './conditional-write.ts';
import { isResponse, type ResponseItem, responseKey, shardKey } from './response-item.ts';

const attributeOf = { address: 'h', device: 'v', network: 'n' } as const satisfies Record<
  GroupKind,
  keyof ResponseItem
>;
const names = { '#q': 'q' };

/** The Responses table as abuse is looked for and excluded in it. */
export class DynamoExcludedResponses implements ExcludedResponses {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #poll: Pick<Poll, 'id' | 'shards'>;

  constructor(client: DynamoDBDocumentClient, table: string, poll: Pick<Poll, 'id' | 'shards'>) {
    this.#client = client;
    this.#table = table;
    this.#poll = poll;
  }

  /** All of the poll's responses, a page at a time. */
  async *seen(): AsyncIterable<readonly SeenResponse[]> {
    for (let shard = 0; shard < this.#poll.shards; shard += 1) {
      const pages = paginateQuery(
        { client: this.#client },
        {
          TableName: this.#table,
          KeyConditionExpression: 'pk = :pk',
          ProjectionExpression: '#t, #a, #h, #v, #n, #q',
          ExpressionAttributeNames: { ...names, '#t': 't', '#a': 'a', '#h': 'h', '#v': 'v', '#n': 'n' },
          ExpressionAttributeValues: { ':pk': shardKey(this.#poll.id, shard) },
        },
      );
      for await (const { Items = [] } of pages) yield Items.filter(isResponse).map(toSeen);
    }
  }

  async page(job: ExclusionJob, { partition, after }: Position) {
    const pk = shardKey(this.#poll.id, partition);
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: conditionOf(job),
        ProjectionExpression: 'sk',
        ExpressionAttributeNames: namesOf(job),
        ExpressionAttributeValues: { ':pk': pk, ...valuesOf(job) },
        ConsistentRead: true,
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
      }),
    );
    const voterKeys = Items.map(({ sk }) => String(sk));
    return { voterKeys, ...(LastEvaluatedKey ? { after: String(LastEvaluatedKey.sk) } : {}) };
  }

  async change(job: ExclusionJob, voterKey: string): Promise<void> {
    const excludes = job.state === 'excluding';
    // Without effect where somebody was faster, or the voter was erased, or has sent another response from elsewhere.
    await takesEffect(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: responseKey({ pollId: this.#poll.id, shards: this.#poll.shards, voterKey }),
          UpdateExpression: excludes ? 'SET #q = :id' : 'REMOVE #q',
          ConditionExpression: conditionOf(job),
          ExpressionAttributeNames: namesOf(job),
          ExpressionAttributeValues: excludes ? { ...valuesOf(job), ':id': job.id } : valuesOf(job),
        }),
      ),
    );
  }
}

/** Whether a response is one that the job has to change. One that another exclusion has taken stays its own. */
function conditionOf({ state }: ExclusionJob): string {
  return state === 'excluding' ? '#g = :g AND attribute_not_exists(#q)' : '#q = :id';
}

function namesOf({ state, kind }: ExclusionJob): Record<string, string> {
  return state === 'excluding' ? { ...names, '#g': attributeOf[kind] } : names;
}

function valuesOf({ state, name, id }: ExclusionJob): Record<string, string> {
  return state === 'excluding' ? { ':g': name } : { ':id': id };
}

function toSeen({ t, a, h, v, n, q }: ResponseItem): SeenResponse {
  const groups = {
    ...(h === undefined ? {} : { address: h }),
    ...(v === undefined ? {} : { device: v }),
    ...(n === undefined ? {} : { network: n }),
  };
  return { submittedAt: t, groups, answers: a, isExcluded: q !== undefined };
}
