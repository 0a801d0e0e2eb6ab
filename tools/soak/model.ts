import type { PollResults } from '../../contracts/results.ts';
import type { Answers, PlannedPoll } from './plan.ts';

/** What became of a voter's answers, as the voter heard it. */
export interface Heard {
  /** Indexes of the answers that were answered with 202, in their order. */
  readonly accepted: number[];
  /** Answers that were refused in the end, after a try of which nothing was heard: they may have been accepted. */
  readonly maybe: number[];
  /** Regions that may have accepted something. */
  readonly regions: Set<number>;
}

/** Which of a voter's answers may be the stored one by the promises of the system. */
export interface Allowed {
  readonly indexes: readonly number[];
  /** Whether it may be that none is stored. */
  readonly none: boolean;
}

/**
 * A voter sends one answer after the other, so within a region the first stays where changes are refused, and the
 * last where they replace. Between regions the last writer wins, whoever that is.
 */
export function allowed(poll: Pick<PlannedPoll, 'changes'>, heard: Heard): Allowed {
  const { accepted, maybe, regions } = heard;
  const none = accepted.length === 0;
  if (regions.size > 1) return { indexes: [...accepted, ...maybe], none };
  const last = accepted.at(-1) ?? -1;
  const first = accepted[0];
  return poll.changes === 'refuse'
    ? { indexes: first === undefined ? maybe : [first], none }
    : { indexes: [...(first === undefined ? [] : [last]), ...maybe.filter((index) => index > last)], none };
}

/** Counts by `question/option`, and `responses`, for comparing. */
export type Counts = Readonly<Record<string, number>>;

/** The counts of answers, counted here and not by the code under test. */
export function count(answers: Iterable<Answers>): Counts {
  const counts: Record<string, number> = {};
  const add = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const { choice, many, stars, order } of answers) {
    add('responses');
    add(`choice/${choice}`);
    for (const option of (many as readonly string[] | undefined) ?? []) add(`many/${option}`);
    if (stars !== undefined) add(`stars/${stars}`);
    for (const [place, option] of ((order as readonly string[] | undefined) ?? []).entries()) {
      add(`order/${option}/${place + 1}`);
    }
    for (const [question, answer] of Object.entries({ choice, many, stars, order })) {
      add(`${question}/${answer === undefined ? 'skips' : 'respondents'}`);
    }
  }
  return counts;
}

/** The same counts out of the API's results. */
export function countsOf(results: PollResults): Counts {
  const counts: Record<string, number> = { responses: results.responses };
  for (const [id, result] of Object.entries(results.questions)) {
    // Everybody writes the same.
    if (result.kind === 'text') continue;
    counts[`${id}/respondents`] = result.respondents;
    counts[`${id}/skips`] = result.skips;
    if ('counts' in result) for (const [option, n] of Object.entries(result.counts)) counts[`${id}/${option}`] = n;
    if (result.kind !== 'ranking') continue;
    for (const [option, places] of Object.entries(result.positions)) {
      for (const [index, n] of places.entries()) counts[`${id}/${option}/${index + 1}`] = n;
    }
  }
  return counts;
}

/** The names whose counts differ. */
export function differences(expected: Counts, found: Counts): string[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names].filter((name) => (expected[name] ?? 0) !== (found[name] ?? 0)).sort();
}
