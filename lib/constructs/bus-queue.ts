import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { type EventType, eventSource } from '../../contracts/events.ts';
import { QueueWorker, type QueueWorkerProps } from './queue-worker.ts';
import type { WorkerQueue } from './worker-queue.ts';

/** Which events a queue gets. */
export interface BusRuleProps {
  readonly bus: EventBus;
  readonly types: readonly EventType[];
  /** Values that fields of `data` must have, each one of its list. @default any */
  readonly data?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
}

export interface BusQueueProps extends QueueWorkerProps, BusRuleProps {}

/**
 * A queue that gets events of the bus, and the function that works on it. Only its own rule may send to it; what the
 * bus can't deliver within a day ends in the queue's dead-letter queue, with the alarm that it has. A queue of events
 * is in no order, and may hold one twice: the function knows it by its `id`.
 */
export class BusQueue extends QueueWorker {
  constructor(scope: Construct, id: string, props: BusQueueProps) {
    super(scope, id, props);
    addBusRule(this, props);
  }
}

/** Has a queue get events of the bus, for a worker that must know its own queue. */
export function addBusRule(worker: WorkerQueue, { bus, types, data }: BusRuleProps): void {
  new Rule(worker, 'Rule', {
    eventBus: bus,
    eventPattern: {
      source: [eventSource],
      detailType: [...types],
      ...(data === undefined ? {} : { detail: { data } }),
    },
    targets: [new SqsQueue(worker.queue, { deadLetterQueue: worker.deadLetters.queue })],
  });
}
