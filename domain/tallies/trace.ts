import { countersOf } from './counters.ts';
import type { ResponseChange } from './fold.ts';
import type { Mark } from './mark.ts';

/** A recount is named by when it began, in milliseconds since 1970: a poll has one at a time. */
export type RecountId = number;

/** For how long a recount has its poll for itself. One that is older has crashed: nobody leaves traces for it. */
export const recountMs = 15 * 60_000;

/** What one update of a tally absorbed while a recount ran: a stretch of one stream shard. */
export interface Trace {
  /** The stream shard's mark before the update; undefined: it had none. */
  readonly before: Mark | undefined;
  readonly after: Mark;
  /** By the key of each response that changed: the counters that it adds one to from then on, none if it is gone. */
  readonly left: ReadonlyMap<string, readonly string[]>;
}

/** Whether a tally that is under this recount (0 or less: under none) must leave traces. */
export function leavesTraces(recount: RecountId, now: number): boolean {
  return recount > 0 && now - recount < recountMs;
}

/** What changes leave of each response; the last change of a response counts. */
export function leftBy(changes: readonly ResponseChange[]): Map<string, readonly string[]> {
  return new Map(changes.map(({ key, after }) => [key, after ? countersOf(after) : []]));
}
