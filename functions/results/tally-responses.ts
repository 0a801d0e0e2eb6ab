import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { absorb, type MarkMemory } from '../../domain/tallies/absorb.ts';
import type { ResponseChange } from '../../domain/tallies/fold.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { sendErasure } from '../../stores/sqs-erasure-queue.ts';
import { logger } from '../middleware/logger.ts';
import { writeMetrics } from '../middleware/metrics.ts';
import { type WindowedAnswer, type WindowedEvent, windowedAnswer } from '../middleware/stream-window.ts';
import { inStreamBatch } from '../middleware/trace-batch.ts';
import { changesByPoll } from './stream-changes.ts';
import { inFold } from './trace-fold.ts';

const environment = readEnvironment('tallyResponses');
const tallies = new DynamoTallyStore(documentClient(), environment.TALLIES_TABLE);
const queues = queueClient();
const marks: MarkMemory = new Map();
/** Marks of polls that are long over go, all at once; the next batch asks for what it needs. */
const mostMarks = 10_000;

/**
 * Folds a batch of the responses table's stream into the tallies: one update a poll. A poll whose update fails is
 * reported by its first record; what other polls have absorbed by then, their marks skip in the next try. Of erasures it
 * tells the worker that removes what the region derived, as a stream of a global table is best read once. How many
 * changes it counted and how old the responses were goes to CloudWatch, a line a batch.
 */
export function handler(event: WindowedEvent): Promise<WindowedAnswer> {
  return inStreamBatch(event.Records, () => tally(event));
}

async function tally(event: WindowedEvent): Promise<WindowedAnswer> {
  const { shardId } = event;
  if (event.Records.length === 0) return windowedAnswer();
  if (!shardId) throw new Error('The event names no stream shard: the event source has lost its tumbling window');
  if (marks.size > mostMarks) marks.clear();
  const polls = [...changesByPoll(event.Records)];
  const now = Date.now();
  const outcomes = await Promise.allSettled(
    polls.map(([pollId, changes]) =>
      inFold('fold votes', changes, async () => {
        await absorb(tallies, marks, { pollId, shardId, changes, now });
        for (const { key, erased } of changes) {
          if (erased) await sendErasure(queues, environment.ERASURES_QUEUE_URL, { pollId, voterKey: key });
        }
      }),
    ),
  );
  const tallied = polls.filter((_, index) => outcomes[index]?.status === 'fulfilled').flatMap(([, changes]) => changes);
  writeMetrics({ ResultsAge: agesOf(tallied), ...(tallied.length > 0 ? { Tallied: tallied.length } : {}) });
  const failed = outcomes.flatMap((outcome, index) => {
    const [pollId, changes] = polls[index] ?? [];
    const first = changes?.[0];
    if (outcome.status === 'fulfilled' || !first) return [];
    const error = outcome.reason instanceof Error ? outcome.reason.name : 'unknown';
    logger.error('A tally waits for its next try', { event: logEvents.tallyFailed, pollId, shardId, error });
    return [first.sequence];
  });
  return windowedAnswer(...failed);
}

/** Milliseconds from acceptance to now of what is counted; a batch that comes again tells its responses again. */
function agesOf(tallied: readonly ResponseChange[]): readonly number[] {
  const now = Date.now();
  return tallied.flatMap(({ acceptedAt }) => acceptedAt ?? []).map((acceptedAt) => Math.max(0, now - acceptedAt));
}
