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

  /** What is hidden of a voter's answers, of whatever response. */
  async of({ pollId, voterKey }: { pollId: string; voterKey: string }): Promise<Omit<Answer, 'pollId'>[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `${pollPartitions.poll}${pollId}`, ':prefix': hiddenPrefix },
        ProjectionExpression: 'sk',
        ConsistentRead: true,
      },
    );
    const found: Omit<Answer, 'pollId'>[] = [];
    for await (const { Items = [] } of pages) {
      for (const { sk } of Items) {
        const [, questionId = '', responseId = ''] = String(sk).split('#');
        if (responseId.startsWith(voterKey)) found.push({ questionId, responseId });
      }
    }
    return found;
  }

  /** @returns how many marks of the voter's answers, of whatever response, are gone */
  async removeOf(voter: { pollId: string; voterKey: string }): Promise<number> {
    const found = await this.of(voter);
    for (const answer of found) await this.set({ pollId: voter.pollId, ...answer, hidden: false });
    return found.length;
  }

  async set({ pollId, questionId, responseId, hidden }: Answer & { hidden: boolean }): Promise<void> {
    const Key = { pk: `${pollPartitions.poll}${pollId}`, sk: prefixOf(questionId) + responseId };
    if (hidden) await this.#client.send(new PutCommand({ TableName: this.#table, Item: Key }));
    else await this.#client.send(new DeleteCommand({ TableName: this.#table, Key }));
  }
}
