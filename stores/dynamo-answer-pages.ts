import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { KeptAnswer } from '../domain/insights/kept-answer.ts';
import type { AnswerPages, AnswersHead } from '../domain/insights/ports.ts';
import { putNewer } from './dynamo-insight-store.ts';
import { outcomeKey, pageKey, pagesOf, toMadeItem } from './insight-item.ts';

/** Bytes of a page's texts: an item takes 400 KB, and escapes in JSON make a text up to six times as long. */
const pageBytes = 60 * 1024;

/**
 * Answers in a region's Tallies table, some to an item. The pages of a run are all there before the head names them,
 * and go when the head has named another run for one run: whoever has read the head can still read its pages.
 */
export class DynamoAnswerPages implements AnswerPages {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async save({ pollId, question, made, answers }: Parameters<AnswerPages['save']>[0]): Promise<void> {
    const run = ulid(made.asOf);
    const pages = inPages(answers);
    for (const [page, held] of pages.entries()) {
      const Item = { ...pageKey({ pollId, question, run, page }), o: JSON.stringify(held) };
      await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
    }
    const key = outcomeKey(pollId, { kind: 'answers', question });
    const { Item: previous } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: key, ConsistentRead: true }),
    );
    const starts = pages.flatMap(([first]) =>
      first ? [{ responseId: first.responseId, submittedAt: first.submittedAt }] : [],
    );
    const head: AnswersHead = { run, pages: starts };
    await putNewer(this.#client, this.#table, { ...key, ...toMadeItem(made), o: JSON.stringify(head) });
    if (previous) await this.#removeOlder(pollId, question, (JSON.parse(String(previous.o)) as AnswersHead).run);
  }

  async read(given: Parameters<AnswerPages['read']>[0]): ReturnType<AnswerPages['read']> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: pageKey(given), ConsistentRead: true }),
    );
    return Item && (JSON.parse(String(Item.o)) as KeptAnswer[]);
  }

  /** Also what a worker left behind that died, and what another one made that was overtaken. */
  async #removeOlder(pollId: string, question: string, run: string): Promise<void> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': pollId,
          ':first': pagesOf(question),
          ':last': pageKey({ pollId, question, run, page: 0 }).sk,
        },
        ProjectionExpression: 'pk, sk',
      },
    );
    for await (const { Items = [] } of pages) {
      for (const { pk, sk } of Items.filter((item) => !String(item.sk).includes(`#${run}#`))) {
        await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { pk, sk } }));
      }
    }
  }
}

function inPages(answers: readonly KeptAnswer[]): KeptAnswer[][] {
  const pages: KeptAnswer[][] = [];
  let room = 0;
  for (const answer of answers) {
    const bytes = Buffer.byteLength(answer.text) + answer.responseId.length + 60;
    if (bytes > room) {
      pages.push([]);
      room = pageBytes;
    }
    room -= bytes;
    pages.at(-1)?.push(answer);
  }
  return pages;
}
