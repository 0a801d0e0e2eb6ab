import {
  type ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeTableCommand, type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Capacity } from '../domain/audience/ports.ts';

/** Provisioned concurrency by Application Auto Scaling, and a table's warm throughput. */
export class AwsCapacity implements Capacity {
  readonly #scaling: ApplicationAutoScalingClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #table: string;
  readonly #targets: readonly string[];

  /** @param given.targets scalable targets by their resource id: `function:NAME:ALIAS` */
  constructor(given: {
    scaling: ApplicationAutoScalingClient;
    dynamodb: DynamoDBClient;
    table: string;
    targets: readonly string[];
  }) {
    this.#scaling = given.scaling;
    this.#dynamodb = given.dynamodb;
    this.#table = given.table;
    this.#targets = given.targets;
  }

  async keepWarm(instances: number): Promise<void> {
    for (const ResourceId of this.#targets) {
      // Raises what is warm to the new least at once; target tracking lets go of what is above it and unused.
      await this.#scaling.send(
        new RegisterScalableTargetCommand({
          ServiceNamespace: 'lambda',
          ScalableDimension: 'lambda:function:ProvisionedConcurrency',
          ResourceId,
          MinCapacity: instances,
        }),
      );
    }
  }

  async readyFor(writesPerSecond: number): Promise<void> {
    const { Table } = await this.#dynamodb.send(new DescribeTableCommand({ TableName: this.#table }));
    if ((Table?.WarmThroughput?.WriteUnitsPerSecond ?? 0) >= writesPerSecond) return;
    await this.#dynamodb.send(
      new UpdateTableCommand({ TableName: this.#table, WarmThroughput: { WriteUnitsPerSecond: writesPerSecond } }),
    );
  }
}
