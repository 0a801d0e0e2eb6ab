import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { type EventType, eventSource } from '../../contracts/events.ts';
import { QueueWorker, type QueueWorkerProps } from './queue-worker.ts';

export interface BusQueueProps extends QueueWorkerProps {
  readonly bus: EventBus;
  readonly types: readonly EventType[];
  /** Values that fields of `data` must have, each one of its list. @default any */
  readonly data?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
}

/**
 * A queue that gets events of the bus, and the function that works on it. Only its own rule may send to it; what the
 * bus can't deliver within a day ends in the queue's dead-letter queue, with the alarm that it has. A queue of events
 * is in no order, and may hold one twice: the function knows it by its `id`.
 */
export class BusQueue extends QueueWorker {
  constructor(scope: Construct, id: string, props: BusQueueProps) {
    super(scope, id, props);
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      eventPattern: {
        source: [eventSource],
        detailType: [...props.types],
        ...(props.data === undefined ? {} : { detail: { data: props.data } }),
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters.queue })],
    });
  }
}
