import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { FunctionName } from '../../contracts/functions.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { fold } from '../../domain/tallies/fold.ts';
import { makeMark } from '../../domain/tallies/mark.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { readVoterSecret } from '../voter-secret.ts';
import { changesOf, pollOf, survey, varieties } from './samples.ts';

/** The one among the stages whose throttles let a busy laptop through. */
const stageName = 'staging';

/** The running system. Its functions, pollers and API can rest while a function is measured on its own. */
export class Stage {
  readonly apiUrl: string;
  /** What voter tokens are signed with. */
  readonly secret: string;
  readonly #runtime: Runtime;
  readonly #environments = new Map<FunctionName, Readonly<Record<string, string>>>();
  readonly #client: DynamoDBDocumentClient;

  private constructor(runtime: Runtime, secret: string) {
    this.#runtime = runtime;
    this.apiUrl = runtime.apiUrl;
    this.secret = secret;
    for (const name of ['submitResponse', 'getResults', 'tallyResponses'] as const) {
      this.#environments.set(name, runtime.environmentOf(name));
    }
    const endpoint = this.environmentOf('getResults').AWS_ENDPOINT_URL_DYNAMODB;
    this.#client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...localCredentials }));
  }

  /** @throws ExplainedError for what a person can mend */
  static async start(workFolder: string): Promise<Stage> {
    const runtime = await startRuntime({ port: 0, stage: stageName, workFolder });
    return new Stage(runtime, await readVoterSecret(runtime));
  }

  environmentOf(name: 'submitResponse' | 'getResults' | 'tallyResponses'): Readonly<Record<string, string>> {
    return this.#environments.get(name) ?? {};
  }

  /** Lets tables and queues stand alone. */
  async rest(): Promise<void> {
    for (const region of this.#runtime.regions) await region.suspend();
  }

  async wake(): Promise<void> {
    for (const region of this.#runtime.regions) await region.resume();
  }

  stop(): Promise<void> {
    return this.#runtime.stop();
  }

  /**
   * Makes a table like the one of the tallies, but without a stream: the embedded DynamoDB writes to tables with
   * streams the slower the more records its streams hold, as no DynamoDB does, and what ran before would show.
   * @returns its name
   */
  async newTalliesTable(): Promise<string> {
    const { TALLIES_TABLE } = this.environmentOf('tallyResponses');
    const { Table } = await this.#client.send(new DescribeTableCommand({ TableName: TALLIES_TABLE }));
    const { KeySchema, AttributeDefinitions } = Table ?? {};
    const TableName = `bench-${ulid()}`;
    await this.#client.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    return TableName;
  }

  async openPolls(count: number, definition: PollDefinitionInput = survey): Promise<Poll[]> {
    const store = new DynamoPollStore(this.#client, this.environmentOf('getResults').POLLS_TABLE ?? '');
    const polls = Array.from({ length: count }, () => pollOf(definition, ulid()));
    for (const poll of polls) await store.create(poll, undefined, Date.now());
    return polls;
  }

  /** Gives a poll of the survey the tally of so many votes. */
  async giveVotes({ id: pollId }: Poll, votes: number): Promise<void> {
    const store = new DynamoTallyStore(this.#client, this.environmentOf('getResults').TALLIES_TABLE ?? '');
    const counted = fold(changesOf(pollId, varieties), undefined).flatMap(({ deltas }) => [...deltas]);
    await store.advance({
      pollId,
      shardId: 'bench',
      expected: undefined,
      mark: makeMark('1', Date.now()),
      deltas: new Map(counted.map(([counter, count]) => [counter, Math.ceil((count * votes) / varieties)])),
      expired: false,
      forget: [],
    });
  }
}
