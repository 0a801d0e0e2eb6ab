import type { DynamoDBRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { type CountChange, resultAnnouncements } from '../../domain/events/plan-results.ts';
import { waitOf } from '../../domain/events/take-over.ts';
import { counterNames } from '../../domain/tallies/counters.ts';
import { queueClient } from '../../stores/clients.ts';
import { SqsAnnouncementQueue } from '../../stores/sqs-announcement-queue.ts';
import { traceOfRecord } from '../../stores/trace-context.ts';
import { logger } from '../middleware/logger.ts';
import { type WindowedAnswer, type WindowedEvent, windowedAnswer } from '../middleware/stream-window.ts';
import { inRecord, inStreamBatch } from '../middleware/trace-batch.ts';

const environment = readEnvironment('emitResults');
const rank = Number(environment.REGION_RANK);
const queue = new SqsAnnouncementQueue(queueClient(), environment.ANNOUNCEMENTS_QUEUE_URL);
/** The minute of each poll's newest batch that is in the queue: a poll's tally changes many times in one. */
const batches = new Map<string, number>();
const mostBatches = 10_000;

/** Reads the tallies' stream and puts what is worth an event into the queue of announcements; stops at a failure. */
export function handler(event: WindowedEvent): Promise<WindowedAnswer> {
  return inStreamBatch(event.Records, () => emitAll(event));
}

async function emitAll(event: WindowedEvent): Promise<WindowedAnswer> {
  if (batches.size > mostBatches) batches.clear();
  for (const record of event.Records) {
    try {
      const change = countChange(record);
      if (change) await inRecord('announce results', traceOfRecord(record), () => emit(change));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      logger.error('A change of a tally waits for its next try', { event: logEvents.resultsNotEmitted, error: name });
      return windowedAnswer(record.dynamodb?.SequenceNumber ?? '');
    }
  }
  return windowedAnswer();
}

async function emit(change: CountChange): Promise<void> {
  for (const { due, what } of resultAnnouncements(change)) {
    const isBatch = what.type === 'responses.batch';
    if (isBatch && batches.get(what.pollId) === what.minute) continue;
    await queue.send(what, due + waitOf(rank) - Date.now());
    if (isBatch) batches.set(what.pollId, what.minute);
  }
}

/** @returns undefined for a tally that is gone: nothing was counted with that */
function countChange({ dynamodb }: DynamoDBRecord): CountChange | undefined {
  const pollId = dynamodb?.Keys?.pk?.S;
  if (pollId === undefined || !dynamodb?.NewImage) return undefined;
  const countOf = (image: typeof dynamodb.NewImage | undefined) => Number(image?.[counterNames.responses]?.N ?? 0);
  return {
    pollId,
    before: countOf(dynamodb.OldImage),
    after: countOf(dynamodb.NewImage),
    at: (dynamodb.ApproximateCreationDateTime ?? 0) * 1_000,
  };
}
