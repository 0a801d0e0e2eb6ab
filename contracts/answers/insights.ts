import * as z from 'zod/mini';
import type { CrossTab, Insights, TextAnswer, TextAnswers } from '../insights.ts';
import { describes } from './describes.ts';
import { computed, count, counts, instant } from './shapes.ts';

export const insights = describes<Insights>()(
  z.strictObject({
    ...computed,
    timeline: z.strictObject({
      bucketSeconds: z.int(),
      buckets: z.array(z.strictObject({ from: instant, responses: count })),
    }),
    countries: counts,
    devices: z.strictObject({ phone: count, tablet: count, desktop: count, unknown: count }),
  }),
);

const side = z.strictObject({ question: z.string(), totals: counts });

export const crossTab = describes<CrossTab>()(
  z.strictObject({ ...computed, rows: side, columns: side, cells: z.record(z.string(), counts) }),
);

export const textAnswer = describes<TextAnswer>()(
  z.strictObject({ responseId: z.string(), text: z.string(), submittedAt: instant, hidden: z.boolean() }),
);

export const textAnswers = describes<TextAnswers>()(
  z.strictObject({
    ...computed,
    questionId: z.string(),
    answers: z.array(textAnswer),
    cursor: z.optional(z.string()),
  }),
);

/** What there is before insights were ever computed. */
export const notComputed = z.strictObject({ pollId: z.string(), refreshing: z.literal(true) });
