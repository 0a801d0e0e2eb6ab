import { type Duration, Names, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import { WorkerQueue } from './worker-queue.ts';

export interface QueueWorkerProps {
  /** It reports which messages of a batch failed. */
  readonly worker: ServiceFunction;
  /** Batches at once; Lambda takes 2 to 1,000. @default 2 */
  readonly concurrency?: number;
  /** Messages in a batch. @default 10 */
  readonly batchSize?: number;
  /** For how long a batch is gathered. @default not at all */
  readonly maxBatchingWindow?: Duration;
  /** How old the oldest message may get, as a goal. @default 5 minutes */
  readonly oldest?: Duration;
}

/** A worker queue with the function that works on it. */
export class QueueWorker extends WorkerQueue {
  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    const { worker, oldest } = props;
    super(scope, id, { workerTimeout: worker.timeout, ...(oldest === undefined ? {} : { oldest }) });
    feed(worker, this, props);
  }
}

/** Has a function work on a queue, for one that must know its own queue. */
export function feed(
  worker: ServiceFunction,
  { queue }: WorkerQueue,
  {
    batchSize,
    maxBatchingWindow,
    concurrency,
  }: Pick<QueueWorkerProps, 'batchSize' | 'maxBatchingWindow' | 'concurrency'>,
): void {
  Validations.of(worker).acknowledge({
    id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
    reason: 'Mappings of queues have none: what fails five times goes to the queue’s own dead-letter queue.',
  });
  // Named as the CDK's own event source would be, which grants more than Lambda asks for.
  worker.function.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(queue.node)}`, {
    eventSourceArn: queue.queueArn,
    batchSize: batchSize ?? 10,
    ...(maxBatchingWindow === undefined ? {} : { maxBatchingWindow }),
    reportBatchItemFailures: true,
    maxConcurrency: concurrency ?? 2,
  });
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  worker.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], queue.queueArn);
  worker.allowUntried(
    'Lambda asks for it to scale with what waits; a laptop’s poller doesn’t scale.',
    ['sqs:GetQueueAttributes'],
    queue.queueArn,
  );
}
