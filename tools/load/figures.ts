import { percentile } from '../bench/statistics.ts';
import type { AudienceReport, RequestMade, RouteName, Sighting, VoterStory } from './messages.ts';
import { routeNames } from './messages.ts';

/** Times in milliseconds; NaN where there were none. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What happened in one second. */
export interface Second {
  /** Votes that were due. */
  readonly due: number;
  readonly accepted: number;
  readonly requests: number;
  /** Refused with the word when to come back. */
  readonly putOff: number;
  /** Not answered, or answered with an error of the API's own. */
  readonly failed: number;
  /** From click to acceptance of the votes that were due in it. */
  readonly accepting: Times;
}

export interface Figures {
  readonly voters: number;
  readonly accepted: number;
  readonly recorded: number;
  /** Of whom nobody knows whether the vote was taken. */
  readonly unknown: number;
  readonly requests: number;
  readonly putOff: number;
  readonly failed: number;
  /** The share of requests that were served as promised. */
  readonly availability: number;
  readonly accepting: Times;
  readonly confirming: Times;
  readonly seeing: Times;
  readonly byRoute: Readonly<Record<RouteName, Times>>;
  readonly seconds: readonly Second[];
}

/** Whether a client was told when to come back: refused, and served as promised. */
export function isPutOff({ status, retryAfter }: RequestMade): boolean {
  return status === 429 && retryAfter;
}

/** Whether the API broke its promise: no answer, an error of its own, or a refusal that doesn't say when to come back. */
export function isFailed(request: RequestMade): boolean {
  return request.status === 0 || request.status >= 500 || (request.status === 429 && !request.retryAfter);
}

/** What an audience has met, in figures. */
export function figuresOf({ requests, voters, sightings }: AudienceReport): Figures {
  const accepted = voters.filter(({ acceptedAt }) => acceptedAt !== undefined);
  const failed = requests.filter(isFailed).length;
  return {
    voters: voters.length,
    accepted: accepted.length,
    recorded: voters.filter(({ outcome }) => outcome === 'recorded').length,
    unknown: voters.filter(({ acceptedAt, outcome }) => acceptedAt === undefined && outcome === 'stopped').length,
    requests: requests.length,
    putOff: requests.filter(isPutOff).length,
    failed,
    availability: requests.length === 0 ? 1 : 1 - failed / requests.length,
    accepting: timesOf(acceptingMs(voters)),
    confirming: timesOf(
      voters.flatMap(({ dueAt, confirmedAt }) => (confirmedAt === undefined ? [] : [(confirmedAt - dueAt) * 1_000])),
    ),
    seeing: timesOf(sightings.flatMap((seen) => seenAfterMs(voters, seen))),
    byRoute: Object.fromEntries(
      routeNames.map((name) => [name, timesOf(requests.filter(({ route }) => route === name).map(({ ms }) => ms))]),
    ) as Record<RouteName, Times>,
    seconds: secondsOf(requests, voters),
  };
}

export function timesOf(values: readonly number[]): Times {
  const [p50 = Number.NaN, p95 = Number.NaN, p99 = Number.NaN] = [0.5, 0.95, 0.99].map((share) =>
    percentile(values, share),
  );
  return { count: values.length, p50, p95, p99 };
}

/** From each click to its acceptance, for those that were accepted. */
export function acceptingMs(voters: readonly VoterStory[]): number[] {
  return voters.flatMap(({ dueAt, acceptedAt }) => (acceptedAt === undefined ? [] : [(acceptedAt - dueAt) * 1_000]));
}

/**
 * How long after its acceptance each vote was seen by a viewer: the n-th that was accepted is counted, at the latest,
 * once n are shown. No clock but the viewer's own is asked.
 */
export function seenAfterMs(voters: readonly VoterStory[], seen: readonly Sighting[]): number[] {
  const acceptedAt = voters.flatMap((voter) => voter.acceptedAt ?? []).sort((a, b) => a - b);
  let next = 0;
  return acceptedAt.flatMap((at, index) => {
    while (next < seen.length && (seen[next]?.responses ?? 0) <= index) next += 1;
    const sighting = seen[next];
    // Results may show a vote before its own voter has heard of it.
    return sighting ? [Math.max(0, sighting.at - at) * 1_000] : [];
  });
}

function secondsOf(requests: readonly RequestMade[], voters: readonly VoterStory[]): Second[] {
  const secondOf = (at: number) => Math.max(0, Math.floor(at));
  const accepted = voters.filter(({ acceptedAt }) => acceptedAt !== undefined);
  const made = Map.groupBy(requests, ({ at }) => secondOf(at));
  const due = Map.groupBy(voters, ({ dueAt }) => secondOf(dueAt));
  const taken = Map.groupBy(accepted, ({ acceptedAt }) => secondOf(acceptedAt ?? 0));
  let last = 0;
  for (const second of [...made.keys(), ...due.keys(), ...taken.keys()]) last = Math.max(last, second);
  return Array.from({ length: last + 1 }, (_, second) => {
    const own = made.get(second) ?? [];
    return {
      due: due.get(second)?.length ?? 0,
      accepted: taken.get(second)?.length ?? 0,
      requests: own.length,
      putOff: own.filter(isPutOff).length,
      failed: own.filter(isFailed).length,
      accepting: timesOf(acceptingMs(due.get(second) ?? [])),
    };
  });
}
