import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readBusEvent } from '../../contracts/events.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { type RemovalMessage, removalMessageSchema } from '../../contracts/retention.ts';
import { nextLookAfter, removePollData } from '../../domain/retention/removal.ts';
import { documentClient, objectClient, queueClient, schedulerClient } from '../../stores/clients.ts';
import { DynamoDerivedData } from '../../stores/dynamo-derived-data.ts';
import { DynamoPollData } from '../../stores/dynamo-poll-data.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { S3ArchiveFiles } from '../../stores/s3-archive-files.ts';
import { SchedulerTimetable } from '../../stores/scheduler-timetable.ts';
import { sendRemoval } from '../../stores/sqs-retention-queues.ts';
import { logger } from '../middleware/logger.ts';

const environment = readEnvironment('removePollData');
const client = documentClient();
const objects = objectClient();
const queues = queueClient();
const [polls, tallies] = [environment.POLLS_TABLE, environment.TALLIES_TABLE];
const pollStore = new DynamoPollStore(client, polls);
const data = new DynamoPollData(client, { polls, tallies, responses: environment.RESPONSES_TABLE });
const derived = new DynamoDerivedData(client, objects, {
  polls,
  tallies,
  exportsBucket: environment.EXPORTS_BUCKET,
});
const timetable = new SchedulerTimetable(schedulerClient(), {
  group: environment.SCHEDULE_GROUP,
  targetArn: environment.REMOVALS_QUEUE_ARN,
  roleArn: environment.SCHEDULE_ROLE_ARN,
  deadLetterArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
});
const processor = new BatchProcessor(EventType.SQS);

/** What a page of responses may take, and the calls behind it, in milliseconds. */
const reserve = 40_000;
/** The longest that SQS holds a message back, in milliseconds. */
const longestDelayMs = 900_000;

/** Removes the data of polls that were deleted, or whose voters' data was kept for long enough, from this region. */
export function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const work = (record: SQSRecord) => remove(removalOf(record.body), context);
  return processPartialResponse(event, work, processor, { throwOnFullBatchFailure: false });
}

async function remove(removal: RemovalMessage, context: Context): Promise<void> {
  const { pollId, kind, look } = removal;
  if (kind === 'poll' && (await pollStore.get(pollId))) {
    return logger.info('A poll that was deleted has been put back, and its data stays', { pollId, look });
  }
  const clock = { isTimeOver: () => context.getRemainingTimeInMillis() < reserve, now: Date.now };
  const isDone = await removePollData(
    {
      async removeArchive() {
        await data.removeArchive(pollId);
        await new S3ArchiveFiles(objects, environment.ARCHIVE_BUCKET, pollId).removeAll();
      },
      removeResponses: (given) => data.removeResponses(given, clock),
      derived,
      removeRest: (id) => data.removeRest(id),
    },
    removal,
  );
  if (!isDone) return await send(removal, 0);
  logger.info('A poll’s data was removed', { event: logEvents.pollDataRemoved, pollId, kind, look });
  const after = nextLookAfter(removal);
  if (after === undefined) return;
  const next = { ...removal, look: look + 1 };
  if (after <= longestDelayMs) await send(next, after / 1_000);
  else await timetable.set(`${pollId}-removal`, Date.now() + after, next);
}

/** The first message is the bus's, the others are our own. */
function removalOf(body: string): RemovalMessage {
  const own = removalMessageSchema.safeParse(JSON.parse(body));
  if (own.success) return own.data;
  const { pollId, removal, shards } = readBusEvent('poll.changed', body).data;
  return removalMessageSchema.parse({ v: 1, pollId, shards, kind: removal, look: 0 });
}

const send = (removal: RemovalMessage, afterSeconds: number) =>
  sendRemoval(queues, environment.REMOVALS_QUEUE_URL, removal, afterSeconds);
