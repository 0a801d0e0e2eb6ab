/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/**
 * When to try again, by "full jitter" (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/): after
 * a random share of a wait that doubles, so that endpoints which failed together aren't called together. With a day
 * for all of it: up to 10 s, 20 s, 40 s and so on, up to three hours, and a last time when the day is over.
 */
export interface RetryPlan {
  /** From the first attempt's time until it is given up, milliseconds. */
  readonly totalMs: number;
}

/** Shares of the whole: of a day, 10 s, three hours, one second, and 15 minutes. */
const shares = { first: 8_640, longest: 8, least: 86_400, longestPause: 96 };
/** Failures in a row from which on an endpoint is left alone for a while, whatever is due. */
const pauseFrom = 3;

/**
 * @param failures attempts that failed so far, 1 at least
 * @param since when the first attempt was due
 * @returns when the next is due, milliseconds since 1970; undefined: it is given up
 */
export function nextAttempt(
  { totalMs }: RetryPlan,
  given: { failures: number; since: number; now: number },
  random: Random,
): number | undefined {
  const end = given.since + totalMs;
  if (given.now >= end) return undefined;
  const ceiling = Math.min(totalMs / shares.longest, (totalMs / shares.first) * 2 ** (given.failures - 1));
  return Math.min(end, given.now + jittered(ceiling, totalMs, random));
}

/** How long an endpoint that has failed so often in a row is left alone, in milliseconds. */
export function pauseOf({ totalMs }: RetryPlan, streak: number, random: Random): number {
  if (streak < pauseFrom) return 0;
  const ceiling = Math.min(totalMs / shares.longestPause, (totalMs / shares.first) * 2 ** (streak - pauseFrom));
  return jittered(ceiling, totalMs, random);
}

function jittered(ceiling: number, totalMs: number, random: Random): number {
  const least = totalMs / shares.least;
  return Math.ceil(least + random() * (ceiling - least));
}
