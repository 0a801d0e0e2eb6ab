/**
 * How much longer than the region before it a region waits with what is told once for the stage, in milliseconds: long
 * enough for the other to publish and for that to be replicated, so that it publishes only what nobody else has.
 */
const takeOverMs = 120_000;

/** SQS hides a message for 15 minutes at most. */
export const longestDelayMs = 900_000;

/** @param rank the region's place among the stage's, home first: 0 */
export function waitOf(rank: number): number {
  return rank * takeOverMs;
}
