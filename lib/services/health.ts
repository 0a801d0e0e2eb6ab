import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { heartbeatPartition } from '../../contracts/names.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceProps } from './service.ts';

/** The health service: Route 53 is told whether the region can take votes and show results. */
export class HealthService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: ServiceProps & { readonly responsesQueue: IQueue }) {
    super(scope, id);
    const { configuration, tables, responsesQueue } = props;
    const getHealth = new ServiceFunction(this, {
      function: 'getHealth',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
        RESPONSES_QUEUE_URL: responsesQueue.queueUrl,
      },
      configuration,
      // Route 53 waits for two seconds; the checks end after one.
      timeout: Duration.seconds(3),
    });
    getHealth.allow(['dynamodb:GetItem'], tables.polls.tableArn, tables.tallies.tableArn);
    getHealth.allow(['sqs:GetQueueAttributes'], responsesQueue.queueArn);
    getHealth.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [tables.responses.tableArn],
        // The heartbeat, and nothing that anybody answered.
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [heartbeatPartition(Stack.of(this).region)] },
        },
      }),
    );
    this.routes = { getHealth };
  }
}
