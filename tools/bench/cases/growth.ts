import type { BenchOptions } from '../arguments.ts';
import type { Bench } from '../bench-context.ts';
import type { Figure } from '../figures.ts';
import { batchRecords, foldOf } from './fold.ts';
import { tallyOf } from './tally.ts';
import { type CallCounts, warmResults, warmSubmit } from './warm.ts';

const pollCounts = [1, 10, 100];
const voteCounts = [1_000, 10_000, 100_000, 1_000_000];
/** The most votes, and the most updates in a round: with many polls a batch takes an update for each of them. */
const most = { usual: { votes: 100_000, updates: 1_000 }, full: { votes: 1_000_000, updates: 10_000 } };
const calls: CallCounts = { rounds: 5, calls: 40 };
const foldRounds = 5;
const tallyCounts = { rounds: 2, updates: 200 };

/** What becomes of the warm handlers, the fold and the tally with more polls and more votes. */
export async function growth(bench: Bench, { full }: Pick<BenchOptions, 'full'>): Promise<Figure[]> {
  const limits = most[full ? 'full' : 'usual'];
  const figures: { kind: string; figure: Figure }[] = [];
  for (const polls of pollCounts) {
    for (const votes of voteCounts.filter((count) => count <= limits.votes)) {
      const sizes = `${polls} ${polls === 1 ? 'poll' : 'polls'}, ${votes.toLocaleString('en')} votes`;
      bench.step(`growth: ${sizes}`);
      const measured = [
        ...(await handlersOf(bench, polls, votes)),
        await foldOf(polls, votes, foldRounds),
        // Without the figure of its own thread, which leaves the table's part out.
        ...((votes / batchRecords) * polls <= limits.updates
          ? (await tallyOf(bench, polls, { ...tallyCounts, records: votes })).slice(0, 1)
          : []),
      ];
      for (const figure of measured) {
        figures.push({ kind: figure.name, figure: { ...figure, name: `${figure.name}: ${sizes}` } });
      }
    }
  }
  return figures.toSorted((a, b) => a.kind.localeCompare(b.kind)).map(({ figure }) => figure);
}

async function handlersOf(bench: Bench, polls: number, votes: number): Promise<Figure[]> {
  const stage = await bench.stageAtRest();
  const open = await stage.openPolls(polls);
  for (const poll of open) await stage.giveVotes(poll, votes / polls);
  return [await warmSubmit(bench, open, calls), await warmResults(bench, open, calls)];
}
