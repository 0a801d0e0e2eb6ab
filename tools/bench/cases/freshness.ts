import { signDevice } from '../../../domain/responses/voter.ts';
import { bars } from '../bars.ts';
import type { Bench } from '../bench-context.ts';
import { alone, type Figure } from '../figures.ts';
import { inThread } from '../job.ts';
import type { PacedVotingInput } from '../jobs/paced-voting.ts';
import { cellOf, cells, grid } from '../samples.ts';
import { percentile } from '../statistics.ts';
import { votes } from './votes.ts';

const seconds = 12;
/** The share of the lasting rate at which votes come. */
const load = 0.5;
const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * How old votes are when the results first show them. Every vote takes a cell of its own in a poll of cells, so that
 * each is seen by itself.
 */
export async function freshness(bench: Bench): Promise<Figure[]> {
  if (bench.lastingRate === undefined) await votes(bench);
  const rate = (bench.lastingRate ?? 0) * load;
  const stage = await bench.stageAwake();
  const count = Math.max(1, Math.round(rate * seconds));
  const polls = await stage.openPolls(Math.ceil(count / cells), grid);
  const input: PacedVotingInput = {
    apiUrl: stage.apiUrl,
    rate,
    votes: Array.from({ length: count }, (_, index) => {
      const { id: pollId } = polls[Math.floor(index / cells)] ?? { id: '' };
      return { pollId, token: signDevice(stage.secret, pollId), cell: cellOf(index % cells) };
    }),
  };
  const ages = await inThread<number[]>('paced-voting', input, {});
  return Object.entries(shares).map(([name, share]) => {
    const bar = name === 'p99' ? bars.freshness : undefined;
    const title = `202 to results, ${name} at ${Math.round(rate)} votes/s`;
    return { ...alone(title, 's', [percentile(ages, share) / 1_000], bar), raw: ages };
  });
}
