import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { archivePrefix } from '../../contracts/archive.ts';
import { exportPrefix } from '../../contracts/exports.ts';
import { scheduleGroupName } from '../../contracts/names.ts';
import { type RetentionMessage, removalKinds } from '../../contracts/retention.ts';
import { allowBelow } from '../constructs/allow-below.ts';
import { addBusRule } from '../constructs/bus-queue.ts';
import { OneTimeSchedules } from '../constructs/one-time-schedules.ts';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

export interface RetentionServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  readonly bus: EventBus;
  readonly exportsBucket: Bucket;
  readonly archive: { readonly bucket: Bucket; readonly queue: IQueue };
  /** Whether this is the region that looks, once a day for the stage, at what is due. */
  readonly isHome: boolean;
}

/** How long a removal works in one call; one that takes longer goes on in the next. */
const removeTimeout = Duration.minutes(5);
/** A page of polls, each with some calls. */
const keepTimeout = Duration.seconds(60);

/**
 * The retention service: at home, a worker looks once a day at what workspaces have asked to be archived or removed; in
 * each region, a worker removes there what is left of polls that were deleted or whose voters' data was kept for long
 * enough.
 */
export class RetentionService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: RetentionServiceProps) {
    super(scope, id);
    const { configuration, tables } = props;
    const manageSettings = new ServiceFunction(this, {
      function: 'manageSettings',
      environment: { POLLS_TABLE: tables.polls.tableName },
      configuration,
    });
    manageSettings.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables.polls.tableArn);
    this.routes = { manageSettings };
    if (props.isHome) this.#addKeeper(props);
    this.#addRemover(props);
  }

  #addKeeper({ configuration, tables, archive }: RetentionServiceProps): void {
    const due = new WorkerQueue(this, 'Due', { workerTimeout: keepTimeout, oldest: Duration.hours(1) });
    const keeper = new ServiceFunction(this, {
      function: 'keepRetention',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RETENTION_QUEUE_URL: due.queue.queueUrl,
        ARCHIVE_QUEUE_URL: archive.queue.queueUrl,
      },
      configuration,
      timeout: keepTimeout,
    });
    keeper.allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], tables.polls.tableArn);
    keeper.allow(['sqs:SendMessage'], due.queue.queueArn, archive.queue.queueArn);
    feed(keeper, due, { batchSize: 1 });
    const input = { v: 1, at: ContextAttribute.scheduledTime } satisfies RetentionMessage;
    new Schedule(this, 'Daily', {
      description: 'Looks at what workspaces have asked to be archived or removed by now',
      schedule: ScheduleExpression.rate(Duration.days(1)),
      target: new SqsSendMessage(due.queue, {
        input: ScheduleTargetInput.fromObject(input),
        deadLetterQueue: due.deadLetters.queue,
      }),
    });
    new Alarm(due, 'NotKept', {
      alarmDescription: 'For a day nobody has looked at what is to be archived or removed.',
      metric: keeper.function.metricInvocations({ period: Duration.days(1), statistic: 'sum' }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      // One day may begin just after one look and end just before the next.
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  #addRemover({ configuration, tables, bus, exportsBucket, archive }: RetentionServiceProps): void {
    const removals = new WorkerQueue(this, 'Removals', { workerTimeout: removeTimeout, oldest: Duration.hours(2) });
    const schedules = new OneTimeSchedules(this, 'LastLooks', {
      groupName: scheduleGroupName(configuration.stage, 'removals'),
      target: { action: 'sqs:SendMessage', arn: removals.queue.queueArn },
      missed: removals.deadLetters.queue,
    });
    const remover = new ServiceFunction(this, {
      function: 'removePollData',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
        EXPORTS_BUCKET: exportsBucket.bucketName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        REMOVALS_QUEUE_URL: removals.queue.queueUrl,
        REMOVALS_QUEUE_ARN: removals.queue.queueArn,
        ...schedules.environment,
      },
      configuration,
      timeout: removeTimeout,
    });
    remover.allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:DeleteItem'], tables.polls.tableArn);
    for (const table of [tables.responses, tables.tallies]) {
      remover.allow(['dynamodb:Query', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'], table.tableArn);
    }
    allowBelow(remover, ['s3:DeleteObject', 's3:AbortMultipartUpload'], {
      bucket: exportsBucket,
      prefix: exportPrefix,
    });
    allowBelow(remover, ['s3:DeleteObject'], { bucket: archive.bucket, prefix: archivePrefix });
    remover.allow(['s3:ListBucket'], archive.bucket.bucketArn);
    remover.allow(['sqs:SendMessage'], removals.queue.queueArn);
    schedules.allow(remover);
    feed(remover, removals, { batchSize: 1 });
    addBusRule(removals, { bus, types: ['poll.changed'], data: { removal: [...removalKinds] } });
  }
}
