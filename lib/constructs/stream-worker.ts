import { Duration, Validations } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, type DynamoEventSourceProps, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { iteratorAge } from '../metrics.ts';
import { addUsageAlarms } from './alarms.ts';
import type { ServiceFunction } from './service-function.ts';
import { DeadLetterQueue } from './worker-queue.ts';

export interface StreamWorkerProps {
  readonly worker: ServiceFunction;
  readonly table: ITableV2;
  /** Records in a batch at most. @default 1000 */
  readonly batchSize?: number;
  /** Which records it gets, as Lambda's filter patterns; any of them. @default all */
  readonly filters?: DynamoEventSourceProps['filters'];
}

/** How late a record may be read, as a goal: results are to be seconds old. */
const latest = Duration.minutes(1);

/**
 * A function that folds a table's stream. Nothing is skipped while there is hope: a failing batch is bisected and
 * retried until its records expire, as a skipped record would be a response that never counts; what expires all
 * the same is told in a dead-letter queue. The tumbling window is there for the `shardId` that it adds to the event.
 */
export class StreamWorker extends Construct {
  readonly worker: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: StreamWorkerProps) {
    super(scope, id);
    const lambda = props.worker.function;
    this.worker = props.worker;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: the event source names it, which the rule does not see.',
    });
    lambda.addEventSource(
      new DynamoEventSource(props.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: props.batchSize ?? 1_000,
        maxBatchingWindow: Duration.seconds(1),
        tumblingWindow: Duration.seconds(1),
        parallelizationFactor: 1,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        onFailure: new SqsDlq(this.deadLetters.queue),
        ...(props.filters === undefined ? {} : { filters: props.filters }),
      }),
    );
    addUsageAlarms(this, 'Behind', {
      what: 'The stream is read too slowly or not at all: what follows from it gets old.',
      used: iteratorAge(props.worker),
      limit: latest.toMilliseconds(),
    });
  }
}
