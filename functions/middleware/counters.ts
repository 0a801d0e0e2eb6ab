import type { CountName, RefusalReason } from '../../contracts/observability.ts';
import { writeMetrics } from './metrics.ts';

/** How often an instance tells what it has counted, at most. Milliseconds. */
export const tellEveryMs = 60_000;

/**
 * Adds up what happens in this instance and tells CloudWatch once a minute at most: a line of the log for each vote would
 * cost more than all that the function does. It tells with the first event, and then with the first one of each minute
 * in which something happens, at the time when the counting began. An instance that ends takes along what it has counted
 * since, less than a minute's worth: the numbers are for people to look at, and nothing may be decided by them.
 */
export class Counters {
  readonly #now: () => number;
  readonly #write: typeof writeMetrics;
  readonly #counts = new Map<CountName, number>();
  readonly #refused = new Map<RefusalReason, number>();
  #since: number | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number = Date.now, write: typeof writeMetrics = writeMetrics) {
    this.#now = now;
    this.#write = write;
  }

  count(name: Exclude<CountName, 'Refused'>): void {
    this.#since ??= this.#now();
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Counts a `Refused`, by its reason. */
  refuse(reason: RefusalReason): void {
    this.#since ??= this.#now();
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  /** Tells what there is to tell, if a minute is over. A line for the counts, and one for each reason. */
  tell(): void {
    const now = this.#now();
    if (this.#since === undefined || now - this.#toldAt < tellEveryMs) return;
    const timestamp = this.#since;
    this.#write(Object.fromEntries(this.#counts), { timestamp });
    for (const [reason, refused] of this.#refused) this.#write({ Refused: refused }, { timestamp, reason });
    this.#counts.clear();
    this.#refused.clear();
    this.#since = undefined;
    this.#toldAt = now;
  }
}

/** The same function, which tells what was counted when it is done. */
export function telling<Given extends unknown[], Answer>(
  counters: Counters,
  answer: (...given: Given) => Promise<Answer>,
) {
  return async (...given: Given): Promise<Answer> => {
    try {
      return await answer(...given);
    } finally {
      counters.tell();
    }
  };
}
