import type { Difference, KnownVoter } from './check.ts';
import { allowed, type Counts, count } from './model.ts';
import type { Answers, Plan } from './plan.ts';
import type { Stored } from './system.ts';

/** What one voter sent, heard and left behind: enough to follow it through the system. */
export interface VoterHistory {
  /** `pk sk` of the voter's response. */
  readonly place: string;
  readonly because: 'stored otherwise than allowed' | 'would make the whole difference' | 'touches what differs';
  readonly answers: readonly {
    readonly sent: Answers;
    /** The nearest region, where it was sent. */
    readonly region: number | undefined;
    readonly heard: 'accepted' | 'refused, but maybe accepted before' | 'refused';
  }[];
  /** Regions that may have accepted something. */
  readonly regions: readonly number[];
  /** Which of the answers may be stored, and which one is, at home, when the voting was over. */
  readonly allowed: readonly number[];
  readonly stored: number | undefined;
}

/** What is left of a soak's history for one poll in which something differs. */
export interface PollHistory {
  readonly pollId: string;
  readonly changes: 'refuse' | 'replace';
  readonly differences: readonly string[];
  /** The most telling first: those who must be part of it before those who may be, and short histories before long. */
  readonly voters: readonly VoterHistory[];
  /** How many more there are of the kind. */
  readonly leftOut: number;
}

/** Voters that are told of each poll. */
const mostVoters = 5;

/**
 * Reduces a soak to what its differences are about: of each differing poll the voters whose response is wrong; where
 * only counts differ, those whose single response (or the change of one into another), counted once too often or not
 * at all, would make exactly the difference; and only where there are none, those who touch a count that differs.
 * A running system can't be run again with less of its history: fast-check shrinks where the rules are pure, see
 * `test/property/`.
 */
export function failingHistory(given: {
  plan: Plan;
  pollIds: readonly string[];
  voters: readonly KnownVoter[];
  stored: ReadonlyMap<string, Stored>;
  differences: readonly Difference[];
}): PollHistory[] {
  const { plan, pollIds, voters, stored, differences } = given;
  return pollIds
    .flatMap((pollId, index): PollHistory[] => {
      const own = differences.filter((difference) => difference.pollId === pollId);
      const poll = plan.polls[index];
      if (own.length === 0 || !poll) return [];
      const voted = voters.filter(({ planned }) => planned.poll === index);
      const { because, voters: involved } = involvedIn(own, voted);
      const told = involved
        .toSorted((a, b) => a.planned.answers.length - b.planned.answers.length)
        .slice(0, mostVoters);
      return [
        {
          pollId,
          changes: poll.changes,
          differences: own.map(({ what }) => what),
          voters: told.map((voter) => ({
            ...historyOf(voter),
            because,
            allowed: allowed(poll, voter.heard).indexes,
            stored: stored.get(voter.place)?.index,
          })),
          leftOut: involved.length - told.length,
        },
      ];
    })
    .toSorted((a, b) => a.leftOut - b.leftOut);
}

function historyOf({ planned, heard, place }: KnownVoter): Pick<VoterHistory, 'place' | 'answers' | 'regions'> {
  const hear = (answer: number) => {
    if (heard.accepted.includes(answer)) return 'accepted';
    return heard.maybe.includes(answer) ? 'refused, but maybe accepted before' : 'refused';
  };
  return {
    place,
    answers: planned.answers.map((sent, answer) => ({ sent, region: planned.regions[answer], heard: hear(answer) })),
    regions: [...heard.regions],
  };
}

function involvedIn(
  differences: readonly Difference[],
  voters: readonly KnownVoter[],
): { because: VoterHistory['because']; voters: readonly KnownVoter[] } {
  const places = new Set(differences.flatMap(({ place }) => place ?? []));
  const wrong = voters.filter(({ place }) => places.has(place));
  if (wrong.length > 0) return { because: 'stored otherwise than allowed', voters: wrong };
  const deltas = differences.flatMap(({ delta }) => (delta ? [delta] : []));
  const wholly = voters.filter((voter) => deltas.some((delta) => explains(voter, delta)));
  if (wholly.length > 0) return { because: 'would make the whole difference', voters: wholly };
  const names = new Set(deltas.flatMap((delta) => Object.keys(delta)));
  const touching = voters.filter(({ planned }) =>
    planned.answers.some((answers) => Object.keys(count([answers])).some((name) => names.has(name))),
  );
  return { because: 'touches what differs', voters: touching };
}

/** Whether one answer of the voter, or none, in the place of another makes exactly this difference. */
function explains({ planned }: KnownVoter, delta: Counts): boolean {
  const wanted = normal(delta);
  const ways = [{}, ...planned.answers.map((answers) => count([answers]))];
  return ways.some((after) => ways.some((before) => normal(minus(after, before)) === wanted));
}

function minus(after: Counts, before: Counts): Counts {
  const names = [...Object.keys(after), ...Object.keys(before)];
  return Object.fromEntries(names.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
}

function normal(counts: Counts): string {
  const entries = Object.entries(counts).filter(([, n]) => n !== 0);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
