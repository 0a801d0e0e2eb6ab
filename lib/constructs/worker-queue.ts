import { Duration, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addUsageAlarms } from './alarms.ts';

export interface WorkerQueueProps {
  /** The timeout of the function that works on it. */
  readonly workerTimeout: Duration;
  /** How old the oldest message may get, as a goal. @default 5 minutes */
  readonly oldest?: Duration;
}

/**
 * A queue that a function works on, with a dead-letter queue for what fails five times, and alarms on both: a
 * message that nobody can handle, and a backlog that doesn't drain.
 */
export class WorkerQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: WorkerQueueProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Six times the function's timeout, as Lambda's documentation asks for with SQS.
      visibilityTimeout: Duration.seconds(6 * props.workerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: 5 },
    });
    addUsageAlarms(this, 'Backlog', {
      what: 'The oldest message waits too long: the worker fails or is too slow.',
      used: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'max' }),
      limit: (props.oldest ?? Duration.minutes(5)).toSeconds(),
    });
  }
}

/** Where work ends that nobody could do: kept for 14 days, with an alarm on the first message. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'Serverless::Serverless-SQSRedrivePolicy',
      reason: 'It is where the others redrive to; nothing reads it but a person.',
    });
    new Alarm(this, 'NotEmpty', {
      alarmDescription: 'Work could not be done and waits for a person.',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
