import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ReadableResponses, StoredForInsights } from '../domain/insights/ports.ts';
import { deviceOfItem, type ResponseItem, shardKey } from './response-item.ts';

/** The Responses table as insights read it: of each response no more than they need. */
export class DynamoReadableResponses implements ReadableResponses {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *pages({ poll, shard, questions }: Parameters<ReadableResponses['pages']>[0]) {
    const answers = questions.map((_, index) => `#a.#${index}`);
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'attribute_not_exists(#q)',
        ProjectionExpression: ['#i', '#t', '#c', '#g', ...answers].join(', '),
        ExpressionAttributeNames: {
          '#i': 'i',
          '#t': 't',
          '#c': 'c',
          '#g': 'g',
          '#q': 'q',
          ...(questions.length > 0 ? { '#a': 'a' } : {}),
          ...Object.fromEntries(questions.map((question, index) => [`#${index}`, question])),
        },
        ExpressionAttributeValues: { ':pk': shardKey(poll.id, shard) },
        // What the tally counts by now must be among it.
        ConsistentRead: true,
      },
    );
    // A recount's probes have no response id.
    for await (const { Items = [] } of pages) yield Items.filter((item) => 'i' in item).map(toStored);
  }
}

function toStored(item: Readonly<Record<string, unknown>>): StoredForInsights {
  const { i, t, c, g, a } = item as Partial<ResponseItem>;
  return {
    responseId: String(i),
    submittedAt: Number(t),
    country: c,
    device: deviceOfItem(g === undefined ? {} : { g }),
    answers: a ?? {},
  };
}
