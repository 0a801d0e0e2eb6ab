import * as z from 'zod/mini';

/** A number of things. */
export const count = z.int().check(z.gte(0));

export const counts = z.record(z.string(), count);

export const instant = z.iso.datetime();

/** What every answer of the insights begins with. */
export const computed = {
  pollId: z.string(),
  asOf: instant,
  responses: count,
  refreshing: z.boolean(),
};
