import type { Bench } from '../bench-context.ts';
import { alone, compared, type Figure, type Runs } from '../figures.ts';
import { inThread } from '../job.ts';
import type { TallyingInput } from '../jobs/tallying.ts';
import { batchRecords } from './fold.ts';

/** How long a measurement of the tally takes. */
export interface TallyCounts {
  readonly rounds: number;
  /** Records that are tallied in a round. */
  readonly records: number;
  /** Single updates that are made in a round. */
  readonly updates: number;
}

const usual: TallyCounts = { rounds: 5, records: 20_000, updates: 300 };

/** `tallyResponses`, fed with the stream's events directly. */
export async function tally(bench: Bench): Promise<Figure[]> {
  return tallyOf(bench, 1, usual);
}

/** Records that `tallyResponses` counts in a second, from batches in which each poll has its share. */
export async function tallyOf(bench: Bench, polls: number, counts: TallyCounts): Promise<Figure[]> {
  const stage = await bench.stageAtRest();
  const table = await stage.newTalliesTable();
  const input: TallyingInput = {
    bundle: bench.bundle('tallyResponses').file,
    bare: bench.bare(['UpdateItem']).file,
    table,
    pollIds: Array.from({ length: polls }, (_, poll) => `bench-${polls}-${poll}`),
    batch: batchRecords,
    ...counts,
  };
  const { runs, perCore } = await inThread<{ runs: Runs; perCore: number[] }>('tallying', input, {
    ...stage.environmentOf('tallyResponses'),
    TALLIES_TABLE: table,
  });
  const against = 'UpdateItem alone in the same table, one counter of one of 16 items each, 16 at once';
  return [
    compared({ name: 'tallyResponses, records a second', unit: '/s', runs, against }),
    alone('tallyResponses, records a second of its own thread', '/s', perCore),
  ];
}
