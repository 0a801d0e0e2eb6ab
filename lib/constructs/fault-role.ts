import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { faultFolder } from './fault-extension.ts';

export interface FaultRoleProps {
  /** Where the faults of functions are written. */
  readonly bucket: IBucket;
  readonly functionArns: readonly string[];
  /** The tables whose replication may be paused; none in a stage of one region. */
  readonly tableArns: readonly string[];
}

/** What AWS FIS may do in an experiment: let faults happen in these functions and tables, look at alarms, and log. */
export class FaultRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { bucket, functionArns, tableArns }: FaultRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const arn = (service: string, resource: string) => stack.formatArn({ service, resource, resourceName: '*' });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('fis.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': arn('fis', 'experiment') },
        },
      }),
    });
    const allow = (actions: readonly string[], ...resources: readonly string[]) =>
      this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    // https://docs.aws.amazon.com/fis/latest/userguide/use-lambda-actions.html
    const faults = bucket.arnForObjects(`${faultFolder}/*`);
    allow(['s3:PutObject', 's3:DeleteObject'], faults);
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket.node.defaultChild as never)}.Arn>/${faultFolder}/*]`,
      reason: 'FIS names the files of its faults itself, in a folder of their own.',
    });
    allow(['lambda:GetFunction'], ...functionArns);
    const alarms = `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:*`;
    allow(['cloudwatch:DescribeAlarms'], alarms);
    acknowledgeWildcard(this, alarms, 'Reading the state of alarms; FIS doesn’t say whether it names them.');
    // FIS looks targets up by tags, and delivers logs by the account's own means: neither has a resource to name.
    allow(
      ['tag:GetResources', 'logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'],
      '*',
    );
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Looking up tags and log groups and delivering logs take no resource.',
    });
    if (tableArns.length === 0) return;
    const streams = tableArns.map((table) => `${table}/stream/*`);
    allow(
      ['dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy', 'dynamodb:DeleteResourcePolicy'],
      ...tableArns,
      ...streams,
    );
    allow(['dynamodb:DescribeTable'], ...tableArns);
    for (const stream of streams) acknowledgeWildcard(this, stream, 'DynamoDB names a stream by when it was made.');
  }
}
