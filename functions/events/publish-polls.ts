import type { DynamoDBRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { pollEvent } from '../../domain/events/announce.ts';
import { planAnnouncements } from '../../domain/events/plan-announcements.ts';
import { removalOf } from '../../domain/retention/removal.ts';
import { eventsClient, queueClient, schedulerClient } from '../../stores/clients.ts';
import { EventBridgeBus } from '../../stores/event-bridge-bus.ts';
import { SchedulerTimetable } from '../../stores/scheduler-timetable.ts';
import { SqsAnnouncementQueue } from '../../stores/sqs-announcement-queue.ts';
import { traceOfRecord } from '../../stores/trace-context.ts';
import { logger } from '../middleware/logger.ts';
import { type WindowedAnswer, type WindowedEvent, windowedAnswer } from '../middleware/stream-window.ts';
import { inRecord, inStreamBatch } from '../middleware/trace-batch.ts';
import { pollChange } from './poll-change.ts';

const environment = readEnvironment('publishPolls');
const rank = Number(environment.REGION_RANK);
const bus = new EventBridgeBus(eventsClient(), environment.EVENT_BUS);
const ports = {
  queue: new SqsAnnouncementQueue(queueClient(), environment.ANNOUNCEMENTS_QUEUE_URL),
  timetable: new SchedulerTimetable(schedulerClient(), {
    group: environment.SCHEDULE_GROUP,
    targetArn: environment.ANNOUNCEMENTS_QUEUE_ARN,
    roleArn: environment.SCHEDULE_ROLE_ARN,
    deadLetterArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
  }),
};

/** Reads the Polls table's stream, alone, and tells the bus what changed; stops at a failure. */
export function handler(event: WindowedEvent): Promise<WindowedAnswer> {
  return inStreamBatch(event.Records, () => publishAll(event));
}

async function publishAll(event: WindowedEvent): Promise<WindowedAnswer> {
  for (const record of event.Records) {
    try {
      await inRecord('publish poll', traceOfRecord(record), () => publish(record));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      logger.error('A change of a poll waits for its next try', { event: logEvents.pollNotPublished, error: name });
      return windowedAnswer(record.dynamodb?.SequenceNumber ?? '');
    }
  }
  return windowedAnswer();
}

async function publish(record: DynamoDBRecord): Promise<void> {
  const change = pollChange(record);
  if (!change) return;
  const { pollId, workspaceId, before, poll } = change;
  await planAnnouncements(ports, change, rank, Date.now());
  const removal = removalOf(before, poll);
  await bus.publish(
    pollEvent(
      { id: pollId, workspaceId },
      {
        id: `${pollId}-changed-${poll?.version ?? 'deleted'}`,
        type: 'poll.changed',
        time: new Date().toISOString(),
        data: {
          pollId,
          deleted: !poll,
          hasAudience: (before?.audience ?? poll?.audience) !== undefined,
          ...(removal === undefined ? {} : { removal, shards: (before ?? poll)?.shards }),
        },
      },
    ),
  );
}
