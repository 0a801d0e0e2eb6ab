/**
 * How a recount ended. `equal`: the tally is right. `different`: it isn't. `rebuilt`: it wasn't, and is now.
 * `running`: another recount has the poll. `expired`: responses that the tally counts aren't stored any more, so
 * that nobody can recount it. `lagging`: the stream isn't absorbed yet, so a difference would tell nothing.
 * `unsettled`: no two rounds in a row found the same.
 */
export type RecountOutcome = 'equal' | 'different' | 'rebuilt' | 'running' | 'expired' | 'lagging' | 'unsettled';

export interface RecountReport {
  readonly pollId: string;
  readonly outcome: RecountOutcome;
  /** Stored responses that the last round saw. */
  readonly responses: number;
  readonly rounds: number;
  /** Counters that differ, by name; before the rebuild, if there was one. */
  readonly differences: readonly Difference[];
  /** When the other recount began, ISO 8601; with `running` only. */
  readonly since?: string;
}

export interface Difference {
  /** See `counterNames`. */
  readonly counter: string;
  readonly tally: number;
  readonly recount: number;
}

/** The counters whose values differ, by name. A counter that is absent is 0. */
export function differencesOf(
  tally: ReadonlyMap<string, number>,
  recounted: ReadonlyMap<string, number>,
): readonly Difference[] {
  return [...new Set([...tally.keys(), ...recounted.keys()])]
    .sort()
    .map((counter) => ({ counter, tally: tally.get(counter) ?? 0, recount: recounted.get(counter) ?? 0 }))
    .filter((difference) => difference.tally !== difference.recount);
}

/** What must be added to each counter. */
export function missing(differences: readonly Difference[]): Map<string, number> {
  return new Map(differences.map(({ counter, tally, recount }) => [counter, recount - tally]));
}

/** Whether both ask for the same additions: the counters themselves go on while votes arrive. */
export function areSame(left: readonly Difference[], right: readonly Difference[]): boolean {
  const [mine, others] = [missing(left), missing(right)];
  return mine.size === others.size && [...mine].every(([counter, delta]) => others.get(counter) === delta);
}
