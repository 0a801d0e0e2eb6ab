import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { pollPartitions } from './dynamo-poll-store.ts';

interface Answer {
  readonly pollId: string;
  readonly questionId: string;
  readonly responseId: string;
}

const hiddenPrefix = 'HIDDEN#';
const prefixOf = (questionId: string) => `${hiddenPrefix}${questionId}#`;

/** What moderators have hidden, in the Polls table: every region knows it, and no expiry of responses changes it. */
export class DynamoAnswerMarks {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The ids of the responses whose answer to a question is hidden. */
  async hidden({ pollId, questionId }: Omit<Answer, 'responseId'>): Promise<ReadonlySet<string>> {
    const prefix = prefixOf(questionId);
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `${pollPartitions.poll}${pollId}`, ':prefix': prefix },
        ProjectionExpression: 'sk',
        ConsistentRead: true,
      },
    );
    const hidden = new Set<string>();
    for await (const { Items = [] } of pages) {
      for (const { sk } of Items) hidden.add(String(sk).slice(prefix.length));
    }
    return hidden;
  }

  /** @returns how many marks of the voter's answers, of whatever response, are gone */
  async removeOf({ pollId, voterKey }: { pollId: string; voterKey: string }): Promise<number> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `${pollPartitions.poll}${pollId}`, ':prefix': hiddenPrefix },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
      },
    );
    let removed = 0;
    for await (const { Items = [] } of pages) {
      for (const { pk, sk } of Items) {
        if (!String(sk).split('#')[2]?.startsWith(voterKey)) continue;
        await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { pk, sk } }));
        removed += 1;
      }
    }
    return removed;
  }

  async set({ pollId, questionId, responseId, hidden }: Answer & { hidden: boolean }): Promise<void> {
    const Key = { pk: `${pollPartitions.poll}${pollId}`, sk: prefixOf(questionId) + responseId };
    if (hidden) await this.#client.send(new PutCommand({ TableName: this.#table, Item: Key }));
    else await this.#client.send(new DeleteCommand({ TableName: this.#table, Key }));
  }
}
