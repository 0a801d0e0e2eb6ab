import type { InstantRunoff } from '../../contracts/results.ts';
import type { Poll } from '../polls/poll.ts';
import { instantRunoff } from './instant-runoff.ts';

type Question = Poll['questions'][number];
export type RankingQuestion = Extract<Question, { kind: 'ranking' }>;

/** What the ballots of a ranking question come to, each of them read once. */
export async function runoffOf(
  pollId: string,
  { id, options }: RankingQuestion,
  rankings: AsyncIterable<readonly string[]>,
): Promise<InstantRunoff> {
  const ballots = await countRankings(rankings);
  return {
    pollId,
    questionId: id,
    ballots: ballots.reduce((total, ballot) => total + ballot.weight, 0),
    ...instantRunoff(
      options.map((option) => option.id),
      ballots,
    ),
  };
}

/** Equal rankings become one ballot with their number as its weight, so that memory grows with their variety only. */
async function countRankings(rankings: AsyncIterable<readonly string[]>) {
  const ballots = new Map<string, { ranking: readonly string[]; weight: number }>();
  for await (const ranking of rankings) {
    const name = ranking.join(' ');
    const ballot = ballots.get(name);
    if (ballot) ballot.weight += 1;
    else ballots.set(name, { ranking, weight: 1 });
  }
  return [...ballots.values()];
}
