import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { InstantRunoff } from '../contracts/results.ts';
import { pollPartitions } from './dynamo-poll-store.ts';

const keyOf = (pollId: string, questionId: string) => ({
  pk: `${pollPartitions.poll}${pollId}`,
  sk: `RUNOFF#${questionId}`,
});

/** What instant runoffs came to while their ballots were there, beside the poll: no region could count them later. */
export class DynamoRunoffStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(pollId: string, questionId: string): Promise<InstantRunoff | undefined> {
    const Key = keyOf(pollId, questionId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key }));
    return Item?.runoff as InstantRunoff | undefined;
  }

  async put(runoff: InstantRunoff): Promise<void> {
    const Item = { ...keyOf(runoff.pollId, runoff.questionId), runoff };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }
}
