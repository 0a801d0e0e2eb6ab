import type { DynamoDBRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { followPoll } from '../../domain/audience/follow-poll.ts';
import { documentClient, schedulerClient } from '../../stores/clients.ts';
import { DynamoPlanStore } from '../../stores/dynamo-plan-store.ts';
import { SchedulerTimetable } from '../../stores/scheduler-timetable.ts';
import { logger } from '../middleware/logger.ts';
import { type WindowedAnswer, type WindowedEvent, windowedAnswer } from '../middleware/stream-window.ts';
import { pollChange } from './poll-change.ts';

const environment = readEnvironment('planAudience');
const ports = {
  plans: new DynamoPlanStore(documentClient(), environment.POLLS_TABLE),
  timetable: new SchedulerTimetable(schedulerClient(), {
    group: environment.SCHEDULE_GROUP,
    functionArn: environment.PREPARE_FUNCTION_ARN,
    roleArn: environment.SCHEDULE_ROLE_ARN,
    deadLetterArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
  }),
};

/** Follows the polls that announce an audience, in the order of the Polls table's stream; stops at a failure. */
export async function handler(event: WindowedEvent): Promise<WindowedAnswer> {
  for (const record of event.Records) {
    try {
      await follow(record);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      logger.error('A plan for an audience waits for its next try', {
        event: logEvents.audienceNotPlanned,
        error: name,
      });
      return windowedAnswer(record.dynamodb?.SequenceNumber ?? '');
    }
  }
  return windowedAnswer();
}

async function follow(record: DynamoDBRecord): Promise<void> {
  const change = pollChange(record);
  if (change) await followPoll(ports, change.pollId, change.poll, Date.now());
}
