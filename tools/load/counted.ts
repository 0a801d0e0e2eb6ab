import type { PollResults } from '../../contracts/results.ts';
import { questionId, type VoterStory } from './messages.ts';

/** Accepted votes against the votes that the results show. */
export interface Comparison {
  readonly accepted: number;
  readonly counted: number;
  /** Votes that were accepted and are not counted. */
  readonly lost: number;
  /** Votes that are counted and that nobody can have given. */
  readonly surplus: number;
}

/**
 * Compares by option, so that one vote too few and one too many elsewhere don't make up for each other. A vote of
 * which its voter heard nothing may be counted, or not.
 */
export function compare(voters: readonly VoterStory[], results: PollResults): Comparison {
  const question = results.questions[questionId];
  const counts = question?.kind === 'single' ? question.counts : {};
  const options = new Set([...voters.map(({ option }) => option), ...Object.keys(counts)]);
  let lost = 0;
  let surplus = 0;
  for (const option of options) {
    const own = voters.filter((voter) => voter.option === option);
    const accepted = own.filter(({ acceptedAt }) => acceptedAt !== undefined).length;
    const unknown = own.filter((voter) => voter.acceptedAt === undefined && voter.outcome !== 'refused').length;
    const counted = counts[option] ?? 0;
    lost += Math.max(0, accepted - counted);
    surplus += Math.max(0, counted - accepted - unknown);
  }
  const accepted = voters.filter(({ acceptedAt }) => acceptedAt !== undefined).length;
  return { accepted, counted: results.responses, lost, surplus };
}
