import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, type StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type TableName, tableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { appendOnlyRecords } from './append-only.ts';
import { encryptTable } from './data-key.ts';

export interface DataTableProps {
  readonly table: TableName;
  readonly configuration: StageConfiguration;
  readonly stream: StreamViewType;
  /** Other regions that hold the whole table too. @default none */
  readonly replicas?: readonly string[];
  /** @default items don't expire */
  readonly timeToLiveAttribute?: string;
  /**
   * Whether it has the records of workspaces, in which nobody changes or deletes anything; `ReplicaTable` says so of
   * replicas. @default false
   */
  readonly holdsRecords?: boolean;
}

/**
 * An on-demand table with `pk` and `sk`, a stream and point-in-time recovery, under the stage's own key where it has
 * one: each table has something of people, if only what they wrote.
 */
export class DataTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: DataTableProps) {
    super(scope, id);
    const { configuration } = props;
    this.table = new TableV2(this, 'Table', {
      tableName: tableName(configuration.stage, props.table),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      dynamoStream: props.stream,
      replicas: (props.replicas ?? []).map((region) => ({ region })),
      ...(props.holdsRecords ? { resourcePolicy: appendOnlyRecords() } : {}),
      deletionProtection: configuration.retain,
      removalPolicy: configuration.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(props.timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute: props.timeToLiveAttribute }),
    });
    encryptTable(this.table, configuration, [...(props.replicas ?? []), Stack.of(this).region]);
  }
}
