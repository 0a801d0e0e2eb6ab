import {
  type ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
  RegisterScalableTargetCommand,
  type ScalingActivity,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeTableCommand, type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Bounds } from '../domain/audience/demand.ts';
import type { Capacity } from '../domain/audience/ports.ts';

type InstanceBounds = Pick<Bounds, 'leastInstances' | 'mostInstances'>;

const scalable = { ServiceNamespace: 'lambda', ScalableDimension: 'lambda:function:ProvisionedConcurrency' } as const;

/** Provisioned concurrency by Application Auto Scaling, and a table's warm throughput. */
export class AwsCapacity implements Capacity {
  readonly #scaling: ApplicationAutoScalingClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #table: string;
  readonly #targets: readonly string[];
  readonly #bounds: InstanceBounds;

  /** @param given.targets scalable targets by their resource id: `function:NAME:ALIAS` */
  constructor(given: {
    scaling: ApplicationAutoScalingClient;
    dynamodb: DynamoDBClient;
    table: string;
    targets: readonly string[];
    bounds: InstanceBounds;
  }) {
    this.#scaling = given.scaling;
    this.#dynamodb = given.dynamodb;
    this.#table = given.table;
    this.#targets = given.targets;
    this.#bounds = given.bounds;
  }

  async keepWarm(instances: number): Promise<void> {
    const { leastInstances, mostInstances } = this.#bounds;
    const range = { MinCapacity: instances, MaxCapacity: mostInstances };
    for (const target of this.#targets) {
      // Without calls there is no utilization, and so target tracking never lets go of what was warm for an audience.
      // A range that ends at the least does: capacity outside of its range is brought into it at once.
      if (instances <= leastInstances) await this.#register(target, { ...range, MaxCapacity: instances });
      await this.#register(target, range);
    }
  }

  /**
   * Instances are warmed after the answer, and what is asked for may be refused then: by an alias that shifts calls
   * between two versions, by a quota. Each further call of `keepWarm` tries again.
   */
  async checkWarm(): Promise<void> {
    for (const ResourceId of this.#targets) {
      const { ScalingActivities = [] } = await this.#scaling.send(
        new DescribeScalingActivitiesCommand({ ...scalable, ResourceId }),
      );
      const [last] = ScalingActivities.toSorted((one, other) => startOf(other) - startOf(one));
      if (last?.StatusCode === 'Failed' || last?.StatusCode === 'Unfulfilled') {
        throw new Error(`${ResourceId} is not warm: ${last.StatusMessage ?? last.StatusCode}`);
      }
    }
  }

  async readyFor(writesPerSecond: number): Promise<void> {
    const { Table } = await this.#dynamodb.send(new DescribeTableCommand({ TableName: this.#table }));
    if ((Table?.WarmThroughput?.WriteUnitsPerSecond ?? 0) >= writesPerSecond) return;
    await this.#dynamodb.send(
      new UpdateTableCommand({ TableName: this.#table, WarmThroughput: { WriteUnitsPerSecond: writesPerSecond } }),
    );
  }

  async #register(ResourceId: string, range: { MinCapacity: number; MaxCapacity: number }): Promise<void> {
    await this.#scaling.send(new RegisterScalableTargetCommand({ ...scalable, ResourceId, ...range }));
  }
}

function startOf({ StartTime }: ScalingActivity): number {
  return StartTime?.getTime() ?? 0;
}
