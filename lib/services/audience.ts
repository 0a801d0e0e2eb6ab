import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { scheduleGroupName } from '../../contracts/names.ts';
import { acknowledgeWildcard } from '../constructs/acknowledge-wildcard.ts';
import { BusQueue } from '../constructs/bus-queue.ts';
import type { LiveFunction } from '../constructs/live-function.ts';
import { OneTimeSchedules } from '../constructs/one-time-schedules.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { DeadLetterQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

export interface AudienceServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** Tells of polls that change. */
  readonly bus: EventBus;
  /** What every voter of an audience calls. */
  readonly functions: readonly LiveFunction[];
}

/**
 * The audience service: the region is made ready ahead of polls that announce a big audience, and told to cool down
 * after them. It listens to the bus, so that the functions that edit polls know nothing of it.
 */
export class AudienceService extends Construct {
  constructor(scope: Construct, id: string, props: AudienceServiceProps) {
    super(scope, id);
    const { configuration, tables, bus } = props;
    const preparer = this.#addPreparer(props);
    const schedules = new OneTimeSchedules(this, 'Schedules', {
      groupName: scheduleGroupName(configuration.stage, 'audiences'),
      target: { action: 'lambda:InvokeFunction', arn: preparer.worker.function.functionArn },
      missed: preparer.deadLetters.queue,
    });
    const planner = new ServiceFunction(this, {
      function: 'planAudience',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        PREPARE_FUNCTION_ARN: preparer.worker.function.functionArn,
        ...schedules.environment,
      },
      configuration,
      timeout: Duration.seconds(30),
    });
    planner.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables.polls.tableArn);
    schedules.allow(planner);
    new BusQueue(this, 'Planning', {
      worker: planner,
      bus,
      types: ['poll.changed'],
      data: { hasAudience: [true] },
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
    worker.allow(['dynamodb:DescribeTable'], tables.responses.tableArn);
    worker.allowUntried(
      'A laptop’s stage lets no more votes through than a new table takes, so none is made ready.',
      ['dynamodb:UpdateTable'],
      tables.responses.tableArn,
    );
    if (configuration.warmInstances) this.#allowScaling(worker, functions);
    worker.function.configureAsyncInvoke({
      retryAttempts: 2,
      // The CDK's own destination grants more than Lambda asks for.
      onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
    });
    worker.allowUntried(
      'Lambda tells of calls that failed three times in some minutes; a laptop’s scheduler calls once.',
      ['sqs:SendMessage'],
      deadLetters.queue.queueArn,
    );
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
    const reason = 'A laptop’s instances are always warm, so its stage keeps none ready.';
    worker.untried(reason, ['application-autoscaling:RegisterScalableTarget'], targets);
    // What happened to scalable targets is no resource that a policy could name.
    worker.allowUntried(reason, ['application-autoscaling:DescribeScalingActivities'], '*');
    // Application Auto Scaling asks whether the caller may do what it is told to do.
    worker.allowUntried(
      reason,
      ['lambda:GetProvisionedConcurrencyConfig', 'lambda:PutProvisionedConcurrencyConfig'],
      ...functions.map(({ alias }) => alias.functionArn),
    );
  }
}
