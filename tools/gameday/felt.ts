import { acceptingMs, isFailed, isPutOff, type Times, timesOf } from '../load/figures.ts';
import type { RequestMade, VoterStory } from '../load/messages.ts';
import { objectives } from '../load/objectives.ts';
import type { Window } from './timeline.ts';

/** What users met. */
export interface Met {
  readonly votes: number;
  readonly requests: number;
  readonly failed: number;
  readonly putOff: number;
  readonly accepting: Times;
  readonly confirming: Times;
}

/** What users felt of one fault. */
export interface Felt {
  readonly window: Window;
  readonly during: Met;
  /** More than in the calm, from click to acceptance, in milliseconds. */
  readonly added: { readonly median: number; readonly p95: number };
  /** After the fault's end, until voters met nothing of it any more. Seconds; undefined: not before the next one. */
  readonly votersRecovered: number | undefined;
  /** After the fault's end, until as little waited as in the calm. Seconds; undefined: not before the next one. */
  readonly backlogRecovered: number | undefined;
}

export interface Heard {
  readonly requests: readonly RequestMade[];
  readonly voters: readonly VoterStory[];
}

/** What users met between two seconds; a vote counts by when it was due. */
export function metBetween({ requests, voters }: Heard, from: number, to: number): Met {
  const made = requests.filter(({ at }) => at >= from && at < to);
  const own = voters.filter(({ dueAt }) => dueAt >= from && dueAt < to);
  const confirming = own.flatMap(({ dueAt, confirmedAt }) =>
    confirmedAt === undefined ? [] : [(confirmedAt - dueAt) * 1_000],
  );
  return {
    votes: own.length,
    requests: made.length,
    failed: made.filter(isFailed).length,
    putOff: made.filter(isPutOff).length,
    accepting: timesOf(acceptingMs(own)),
    confirming: timesOf(confirming),
  };
}

/** Whether a time is as good as it was promised. */
export function isSteady({ requests, failed, accepting }: Met): boolean {
  const availability = requests === 0 ? 1 : 1 - failed / requests;
  return availability >= objectives.availability && accepting.p95 <= objectives.acceptedP95Ms;
}

/**
 * What users felt of a fault, against the calm.
 * @param waiting what waits at each second
 */
export function feltOf(window: Window, heard: Heard, calm: Met, waiting: readonly number[], calmWaiting: number): Felt {
  const { from, to, until } = window;
  const during = metBetween(heard, from, to);
  const isWell = (second: number) => {
    const met = metBetween(heard, second, second + 1);
    return met.failed === 0 && (met.votes === 0 || met.accepting.p95 <= objectives.acceptedP95Ms);
  };
  return {
    window,
    during,
    added: {
      median: during.accepting.p50 - calm.accepting.p50,
      p95: during.accepting.p95 - calm.accepting.p95,
    },
    votersRecovered: wellFrom(to, until, isWell),
    backlogRecovered: wellFrom(to, until, (second) => (waiting[Math.floor(second)] ?? 0) <= calmWaiting),
  };
}

/** How long after its beginning a time was well for good; undefined if it never was. */
function wellFrom(from: number, until: number, isWell: (second: number) => boolean): number | undefined {
  let recovered: number | undefined;
  for (let second = from; second < until - 1; second += 1) {
    if (!isWell(second)) recovered = undefined;
    else recovered ??= second - from;
  }
  return recovered === undefined ? undefined : Math.round(recovered * 10) / 10;
}
