import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import type { AudiencePlan } from '../domain/audience/plan.ts';
import type { PlanStore } from '../domain/audience/ports.ts';

/** How long a plan is kept once it is over, in seconds: long enough to look at. */
const keptSeconds = 24 * 3_600;

/**
 * The plans for audiences in the Polls table, in an item collection for each region: the table is global, and so
 * no region overwrites what another has planned from an older state of the poll.
 */
export class DynamoPlanStore implements PlanStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(pollId: string): Promise<AudiencePlan | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: await this.#key(pollId), ConsistentRead: true }),
    );
    return Item?.plan as AudiencePlan | undefined;
  }

  async put(plan: AudiencePlan): Promise<void> {
    const expiresAt = Math.ceil(plan.releaseAt / 1_000) + keptSeconds;
    const Item = { ...(await this.#key(plan.pollId)), plan, expiresAt };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  async remove(pollId: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: await this.#key(pollId) }));
  }

  async all(): Promise<AudiencePlan[]> {
    const plans: AudiencePlan[] = [];
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': await this.#partition() },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) plans.push(...Items.map((item) => item.plan as AudiencePlan));
    return plans;
  }

  async #key(pollId: string): Promise<{ pk: string; sk: string }> {
    return { pk: await this.#partition(), sk: `PLAN#${pollId}` };
  }

  async #partition(): Promise<string> {
    return `AUDIENCE#${await this.#client.config.region()}`;
  }
}
