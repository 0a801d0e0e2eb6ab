import * as z from 'zod/mini';

/** What can be computed of a poll's responses: the overview, a table of two questions, or the answers to one. */
const viewSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('overview') }),
  z.strictObject({ kind: z.literal('cross-tab'), rows: z.string(), columns: z.string() }),
  z.strictObject({ kind: z.literal('answers'), question: z.string() }),
]);

/** The body of a message in the insights queue. Raise `v` when an old reader would misread a new body. */
export const insightJobSchema = z.object({
  v: z.literal(1),
  pollId: z.string(),
  view: viewSchema,
  /** Milliseconds since 1970: what was computed from then on is an answer to it. */
  askedAt: z.int(),
});

export type View = z.output<typeof viewSchema>;
export type InsightJob = Omit<z.output<typeof insightJobSchema>, 'v'>;
