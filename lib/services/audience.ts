import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { scheduleGroupName } from '../../contracts/names.ts';
import { acknowledgeWildcard } from '../constructs/acknowledge-wildcard.ts';
import type { LiveFunction } from '../constructs/live-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { DeadLetterQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

export interface AudienceServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** What every voter of an audience calls. */
  readonly functions: readonly LiveFunction[];
}

/**
 * The audience service: the region is made ready ahead of polls that announce a big audience, and told to cool down
 * after them. It follows the Polls table's stream, so that the functions that edit polls know nothing of it.
 */
export class AudienceService extends Construct {
  constructor(scope: Construct, id: string, props: AudienceServiceProps) {
    super(scope, id);
    const { configuration, tables } = props;
    const preparer = this.#addPreparer(props);
    const group = new ScheduleGroup(this, 'Schedules', {
      scheduleGroupName: scheduleGroupName(configuration.stage),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [preparer.worker.function.functionArn] }),
    );
    const missed = preparer.deadLetters.queue;
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [missed.queueArn] }));

    const planner = new ServiceFunction(this, {
      function: 'planAudience',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        SCHEDULE_GROUP: group.scheduleGroupName,
        SCHEDULE_ROLE_ARN: role.roleArn,
        SCHEDULE_DEAD_LETTERS_ARN: missed.queueArn,
        PREPARE_FUNCTION_ARN: preparer.worker.function.functionArn,
      },
      configuration,
      timeout: Duration.seconds(30),
    });
    planner.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables.polls.tableArn);
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${scheduleGroupName(configuration.stage)}/*`,
    });
    planner.allow(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], schedules);
    acknowledgeWildcard(planner, schedules, 'Schedules are named after polls; the group is the stage’s own.');
    planner.allow(['iam:PassRole'], role.roleArn);
    new StreamWorker(this, 'Planning', {
      worker: planner,
      table: tables.polls,
      batchSize: 100,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('POLL') } } } })],
    });
  }

  #addPreparer({ configuration, tables, functions }: AudienceServiceProps) {
    const deadLetters = new DeadLetterQueue(this, 'Preparing');
    Validations.of(deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is a dead-letter queue: schedules and the function’s own failures name it, which the rule does not see.',
    });
    const { least, most } = configuration.warmInstances ?? { least: 0, most: 0 };
    const worker = new ServiceFunction(this, {
      function: 'prepareAudience',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        SCALABLE_TARGETS: functions.map(({ scalableTarget }) => scalableTarget).join(','),
        LEAST_WARM_INSTANCES: String(least),
        MOST_WARM_INSTANCES: String(most),
        VOTES_PER_SECOND: String(configuration.throttles.vote.rateLimit),
      },
      configuration,
      timeout: Duration.seconds(30),
    });
    worker.allow(['dynamodb:Query'], tables.polls.tableArn);
    worker.allow(['dynamodb:DescribeTable', 'dynamodb:UpdateTable'], tables.responses.tableArn);
    if (configuration.warmInstances) this.#allowScaling(worker, functions);
    worker.function.configureAsyncInvoke({
      retryAttempts: 2,
      onFailure: new SqsDestination(deadLetters.queue),
    });
    return { worker, deadLetters };
  }

  #allowScaling(worker: ServiceFunction, functions: readonly LiveFunction[]): void {
    const targets = Stack.of(this).formatArn({
      service: 'application-autoscaling',
      resource: 'scalable-target',
      resourceName: '*',
    });
    worker.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['application-autoscaling:RegisterScalableTarget'],
        resources: [targets],
        conditions: {
          StringEquals: {
            'application-autoscaling:service-namespace': 'lambda',
            'application-autoscaling:scalable-dimension': 'lambda:function:ProvisionedConcurrency',
          },
        },
      }),
    );
    acknowledgeWildcard(
      worker,
      targets,
      'AWS makes up the names of scalable targets; the next statement names the functions for which one may be changed.',
    );
    // What happened to scalable targets is no resource that a policy could name.
    worker.allow(['application-autoscaling:DescribeScalingActivities'], '*');
    // Application Auto Scaling asks whether the caller may do what it is told to do.
    worker.allow(
      ['lambda:GetProvisionedConcurrencyConfig', 'lambda:PutProvisionedConcurrencyConfig'],
      ...functions.map(({ alias }) => alias.functionArn),
    );
  }
}
