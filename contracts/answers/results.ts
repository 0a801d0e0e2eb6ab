import * as z from 'zod/mini';
import type { LiveAccess } from '../live.ts';
import type { InstantRunoff, PollResults, QuestionResult } from '../results.ts';
import { describes } from './describes.ts';
import { count, counts, instant } from './shapes.ts';

const shown = { respondents: count, skips: count };

const questionResult = describes<QuestionResult>()(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['single', 'multiple']), ...shown, counts }),
    z.strictObject({
      kind: z.literal('rating'),
      ...shown,
      counts,
      mean: z.optional(z.number()),
      median: z.optional(z.number()),
      standardDeviation: z.optional(z.number()),
      nps: z.optional(z.number()),
    }),
    z.strictObject({
      kind: z.literal('ranking'),
      ...shown,
      positions: z.record(z.string(), z.array(count)),
      borda: counts,
      firstChoices: counts,
    }),
    z.strictObject({ kind: z.literal('matrix'), ...shown, rows: z.record(z.string(), counts) }),
    z.strictObject({ kind: z.literal('text'), ...shown }),
  ]),
);

export const pollResults = describes<PollResults>()(
  z.strictObject({
    pollId: z.string(),
    state: z.enum(['draft', 'scheduled', 'open', 'closed']),
    asOf: z.optional(instant),
    pending: z.optional(count),
    responses: count,
    excluded: z.optional(count),
    questions: z.record(z.string(), questionResult),
  }),
);

export const runoff = describes<InstantRunoff>()(
  z.strictObject({
    pollId: z.string(),
    questionId: z.string(),
    ballots: count,
    winner: z.optional(z.string()),
    rounds: z.array(z.strictObject({ counts, exhausted: count, eliminated: z.array(z.string()) })),
  }),
);

export const liveAccess = describes<LiveAccess>()(
  z.strictObject({ url: z.string(), host: z.string(), channel: z.string(), token: z.string(), expiresAt: instant }),
);
