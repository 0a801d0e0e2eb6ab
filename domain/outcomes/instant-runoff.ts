import type { RunoffRound } from '../../contracts/results.ts';

/** Rankings with how often each was given, best option first. */
export interface WeightedBallot {
  readonly ranking: readonly string[];
  readonly weight: number;
}

/**
 * Instant-runoff voting: each ballot counts for its best option that is still in; while none has a majority of the
 * continuing ballots, the one with the fewest leaves. A tie for the fewest is broken by the latest earlier round
 * in which the tied options differed; options that never differed leave together, and if these are all that is
 * left, there is no winner.
 */
export function instantRunoff(
  options: readonly string[],
  ballots: readonly WeightedBallot[],
): { winner?: string; rounds: RunoffRound[] } {
  const rounds: RunoffRound[] = [];
  let remaining = [...options];
  for (;;) {
    const { counts, exhausted } = countRound(remaining, ballots);
    const continuing = [...counts.values()].reduce((total, count) => total + count, 0);
    const leader = remaining.find((option) => (counts.get(option) ?? 0) * 2 > continuing);
    const eliminated = leader === undefined ? fewest(remaining, counts, rounds) : [];
    rounds.push({ counts: Object.fromEntries(counts), exhausted, eliminated });
    if (leader !== undefined) return { winner: leader, rounds };
    remaining = remaining.filter((option) => !eliminated.includes(option));
    if (remaining.length === 0) return { rounds };
  }
}

function countRound(
  remaining: readonly string[],
  ballots: readonly WeightedBallot[],
): { counts: Map<string, number>; exhausted: number } {
  const counts = new Map(remaining.map((option) => [option, 0]));
  let exhausted = 0;
  for (const { ranking, weight } of ballots) {
    const choice = ranking.find((option) => counts.has(option));
    if (choice === undefined) exhausted += weight;
    else counts.set(choice, (counts.get(choice) ?? 0) + weight);
  }
  return { counts, exhausted };
}

function fewest(remaining: readonly string[], counts: Map<string, number>, earlier: readonly RunoffRound[]): string[] {
  const history = [Object.fromEntries(counts), ...earlier.map((round) => round.counts).reverse()];
  return history.reduce<string[]>(
    (tied, round) => {
      const least = Math.min(...tied.map((option) => round[option] ?? 0));
      return tied.filter((option) => (round[option] ?? 0) === least);
    },
    [...remaining],
  );
}
