import { busiestSecond, type PlannedEvent } from './events.ts';
import type { Limit } from './limits.ts';
import { dayMs } from './series.ts';

/** What a day brings: votes in its busiest second, and in the month that ends with it. */
export interface Day {
  /** When it begins; milliseconds since 1970. */
  readonly time: number;
  readonly second: { readonly median: number; readonly p90: number };
  readonly month: { readonly median: number; readonly p90: number };
}

export interface Reach {
  readonly limit: Limit;
  /** Votes a second, or a month, that use all of it. */
  readonly votes: number;
  /** The share that is used on the first day, at the median. */
  readonly used: number;
  /** The first day on which it is reached; undefined where it isn't within the days. Milliseconds since 1970. */
  readonly median: number | undefined;
  readonly ninthDecile: number | undefined;
  /** Events whose busiest second, on top of the day's at the median, is more than it carries. */
  readonly events: readonly PlannedEvent[];
}

/** When a limit is reached. */
export function reachOf(limit: Limit, days: readonly Day[], events: readonly PlannedEvent[]): Reach {
  const votes = limit.quota / limit.perVote;
  const first = (share: 'median' | 'p90') => days.find((day) => day[limit.of][share] >= votes)?.time;
  return {
    limit,
    votes,
    used: (days[0]?.[limit.of].median ?? 0) / votes,
    median: first('median'),
    ninthDecile: first('p90'),
    events: limit.of === 'month' ? [] : events.filter((event) => secondOf(event, days) >= votes),
  };
}

/** Votes in the busiest second of an event, on top of what its day brings at the median. */
export function secondOf({ time, audience }: PlannedEvent, days: readonly Day[]): number {
  const day = days.find((candidate) => candidate.time <= time && time < candidate.time + dayMs);
  return busiestSecond(audience) + (day?.second.median ?? 0);
}
