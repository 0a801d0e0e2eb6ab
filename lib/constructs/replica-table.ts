import { Stack } from 'aws-cdk-lib';
import { type ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledgeCustomResources } from './acknowledge-custom-resources.ts';
import { appendOnlyRecords } from './append-only.ts';

export interface ReplicaTableProps {
  /** The physical name, the same in every region. */
  readonly tableName: string;
  /** As of `DataTable`. @default false */
  readonly holdsRecords?: boolean;
}

/**
 * A region's replica of a global table whose stream is read. The ARN of its stream ends in the time of the replica's making, which no
 * template knows, so it is looked up when the stack is deployed.
 */
export class ReplicaTable extends Construct {
  readonly table: ITableV2;

  constructor(scope: Construct, id: string, props: ReplicaTableProps) {
    super(scope, id);
    const { tableName } = props;
    const tableArn = Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName });
    const description = new AwsCustomResource(this, 'Description', {
      onUpdate: {
        service: 'DynamoDB',
        action: 'describeTable',
        parameters: { TableName: tableName },
        outputPaths: ['Table.LatestStreamArn'],
        physicalResourceId: PhysicalResourceId.of(tableName),
      },
      policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [tableArn] }),
      installLatestAwsSdk: false,
    });
    this.table = TableV2.fromTableAttributes(this, 'Table', {
      tableName,
      tableStreamArn: description.getResponseField('Table.LatestStreamArn'),
    });
    if (props.holdsRecords) {
      // CloudFormation gives no policy to a replica elsewhere in the update that makes it:
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
      new AwsCustomResource(this, 'Policy', {
        onUpdate: {
          service: 'DynamoDB',
          action: 'putResourcePolicy',
          parameters: { ResourceArn: tableArn, Policy: JSON.stringify(appendOnlyRecords()) },
          physicalResourceId: PhysicalResourceId.of(`${tableName}-policy`),
        },
        policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [tableArn] }),
        installLatestAwsSdk: false,
      });
    }
    acknowledgeCustomResources(Stack.of(this));
  }
}
