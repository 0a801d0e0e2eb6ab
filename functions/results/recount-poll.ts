import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { graceSeconds, recount } from '../../domain/tallies/recount.ts';
import type { RecountReport } from '../../domain/tallies/recount-report.ts';
import { drawPolls } from '../../domain/tallies/sample.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeptTallies } from '../../stores/dynamo-kept-tallies.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoRecountStore } from '../../stores/dynamo-recount-store.ts';
import { DynamoStoredResponses } from '../../stores/dynamo-stored-responses.ts';
import { logger } from '../middleware/logger.ts';
import { writeMetrics } from '../middleware/metrics.ts';

const environment = readEnvironment('recountPoll');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const tallies = new DynamoRecountStore(client, environment.TALLIES_TABLE);
const responses = new DynamoStoredResponses(client, environment.RESPONSES_TABLE);

const kept = new DynamoKeptTallies(client, environment.TALLIES_TABLE);

const sampleSchema = z.strictObject({ sample: z.literal(true) });
const pollSchema = z.strictObject({
  pollId: z.string(),
  rebuild: z.boolean(),
  graceSeconds: z.optional(z.number().check(z.minimum(graceSeconds.least), z.maximum(graceSeconds.most))),
});

/**
 * Compares a poll's tally with its responses, and sets it right if the event says `rebuild`; or a sample of all polls,
 * every day, and tells CloudWatch how many were right. Called by operators and a schedule, not by a request.
 * @throws for an event of another shape, a poll that isn't there, and whatever `recount` throws
 */
export function handler(event: z.input<typeof pollSchema>): Promise<RecountReport>;
export function handler(event: z.input<typeof sampleSchema>): Promise<readonly RecountReport[]>;
export async function handler(event: unknown): Promise<RecountReport | readonly RecountReport[]> {
  const asked = z.union([sampleSchema, pollSchema]).parse(event);
  if ('sample' in asked) return proveSample();
  const poll = await polls.get(asked.pollId);
  if (!poll) throw new Error(`There is no poll ${asked.pollId}`);
  return prove(poll, asked);
}

async function proveSample(): Promise<readonly RecountReport[]> {
  const reports: RecountReport[] = [];
  for (const poll of await drawPolls({ tallies: kept, polls, random: Math.random })) {
    reports.push(await prove(poll, { rebuild: false }));
  }
  const having = (outcome: RecountReport['outcome']) => reports.filter((report) => report.outcome === outcome).length;
  writeMetrics({ RecountsEqual: having('equal'), RecountsDifferent: having('different') });
  return reports;
}

async function prove(
  poll: Poll,
  asked: { rebuild: boolean; graceSeconds?: number | undefined },
): Promise<RecountReport> {
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
