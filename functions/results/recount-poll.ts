import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { graceSeconds, recount } from '../../domain/tallies/recount.ts';
import type { RecountReport } from '../../domain/tallies/recount-report.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoRecountStore } from '../../stores/dynamo-recount-store.ts';
import { DynamoStoredResponses } from '../../stores/dynamo-stored-responses.ts';
import { logger } from '../middleware/logger.ts';

const environment = readEnvironment('recountPoll');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const tallies = new DynamoRecountStore(client, environment.TALLIES_TABLE);
const responses = new DynamoStoredResponses(client, environment.RESPONSES_TABLE);

const eventSchema = z.strictObject({
  pollId: z.string(),
  rebuild: z.boolean(),
  graceSeconds: z.optional(z.number().check(z.minimum(graceSeconds.least), z.maximum(graceSeconds.most))),
});

/**
 * Compares a poll's tally with its responses, and sets it right if the event says `rebuild`. Called by operators and
 * restore tests, not by a request.
 * @throws for an event of another shape, a poll that isn't there, and whatever `recount` throws
 */
export async function handler(event: unknown): Promise<RecountReport> {
  const asked = eventSchema.parse(event);
  const poll = await polls.get(asked.pollId);
  if (!poll) throw new Error(`There is no poll ${asked.pollId}`);
  const report = await recount(
    { tallies, responses, now: Date.now, pause },
    {
      pollId: poll.id,
      shards: poll.shards,
      rebuild: asked.rebuild,
      graceSeconds: asked.graceSeconds ?? graceSeconds.usual,
    },
  );
  const { outcome, differences } = report;
  const isRight = outcome === 'equal';
  logger[isRight ? 'info' : 'warn']('A poll was recounted', {
    event: logEvents.pollRecounted,
    pollId: poll.id,
    outcome,
    differences: differences.length,
  });
  return report;
}
