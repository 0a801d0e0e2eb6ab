import type { SQSRecord } from 'aws-lambda';
import { readBusEvent } from '../../contracts/events.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { followCurrent } from '../../domain/audience/follow-current.ts';
import { documentClient, schedulerClient } from '../../stores/clients.ts';
import { DynamoPlanStore } from '../../stores/dynamo-plan-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { SchedulerTimetable } from '../../stores/scheduler-timetable.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const environment = readEnvironment('planAudience');
const client = documentClient();
const ports = {
  polls: new DynamoPollStore(client, environment.POLLS_TABLE),
  plans: new DynamoPlanStore(client, environment.POLLS_TABLE),
  timetable: new SchedulerTimetable(schedulerClient(), {
    group: environment.SCHEDULE_GROUP,
    targetArn: environment.PREPARE_FUNCTION_ARN,
    roleArn: environment.SCHEDULE_ROLE_ARN,
    deadLetterArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
  }),
};

/** Follows the polls that announce an audience, as the bus tells of their changes. */
export const handler = queueHandler(follow);

async function follow(record: SQSRecord): Promise<void> {
  try {
    const { data } = readBusEvent('poll.changed', record.body);
    await followCurrent(ports, data.pollId, Date.now);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.error('A plan for an audience waits for its next try', { event: logEvents.audienceNotPlanned, error: name });
    throw error;
  }
}
