import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { scheduleGroupName } from '../../contracts/names.ts';
import { OneTimeSchedules } from '../constructs/one-time-schedules.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import type { ServiceProps } from './service.ts';

export interface EventsServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** The region's place among the stage's, home first: the others wait longer with what is told once. */
  readonly rank: number;
}

/**
 * The events service: the region's bus, and what tells it of polls and results. It follows the streams of both tables,
 * so that the functions that change polls and count votes know nothing of it. Readers come with a `BusQueue`.
 */
export class EventsService extends Construct {
  /** EventBridge encrypts what it holds by a key of its own, and takes events from this account only. */
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: EventsServiceProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'What the services of the stage tell each other' });
    const announcing = this.#addAnnouncer(props);
    this.#addPollReader(props, announcing);
    this.#addResultsReader(props, announcing);
  }

  #addAnnouncer({ configuration, tables }: EventsServiceProps): QueueWorker {
    const announcer = new ServiceFunction(this, {
      function: 'announce',
      environment: {
        EVENT_BUS: this.bus.eventBusName,
        POLLS_TABLE: tables.polls.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
      },
      configuration,
      timeout: Duration.seconds(30),
    });
    announcer.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], tables.polls.tableArn);
    announcer.allow(['dynamodb:GetItem'], tables.tallies.tableArn);
    announcer.allow(['events:PutEvents'], this.bus.eventBusArn);
    // Some are hidden here for minutes on purpose, which may count as age.
    return new QueueWorker(this, 'Announcing', { worker: announcer, oldest: Duration.hours(1) });
  }

  #addPollReader({ configuration, tables, rank }: EventsServiceProps, { queue, deadLetters }: QueueWorker): void {
    const schedules = new OneTimeSchedules(this, 'Announcements', {
      groupName: scheduleGroupName(configuration.stage, 'announcements'),
      target: { action: 'sqs:SendMessage', arn: queue.queueArn },
      missed: deadLetters.queue,
    });
    const publisher = new ServiceFunction(this, {
      function: 'publishPolls',
      environment: {
        EVENT_BUS: this.bus.eventBusName,
        REGION_RANK: String(rank),
        ANNOUNCEMENTS_QUEUE_URL: queue.queueUrl,
        ANNOUNCEMENTS_QUEUE_ARN: queue.queueArn,
        ...schedules.environment,
      },
      configuration,
      timeout: Duration.seconds(30),
    });
    publisher.allow(['events:PutEvents'], this.bus.eventBusArn);
    publisher.allow(['sqs:SendMessage'], queue.queueArn);
    schedules.allow(publisher);
    // The one reader of the global table's stream; who else wants to know of polls listens to the bus.
    new StreamWorker(this, 'PollChanges', {
      worker: publisher,
      table: tables.polls,
      batchSize: 100,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('POLL') } } } })],
    });
  }

  #addResultsReader({ configuration, tables, rank }: EventsServiceProps, { queue }: QueueWorker): void {
    const emitter = new ServiceFunction(this, {
      function: 'emitResults',
      environment: { REGION_RANK: String(rank), ANNOUNCEMENTS_QUEUE_URL: queue.queueUrl },
      configuration,
      timeout: Duration.seconds(30),
    });
    emitter.allow(['sqs:SendMessage'], queue.queueArn);
    new StreamWorker(this, 'ResultChanges', {
      worker: emitter,
      table: tables.tallies,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('total') } } } })],
    });
  }
}
