import { countersOf } from '../../../domain/tallies/counters.ts';
import { add, fold, type ResponseChange } from '../../../domain/tallies/fold.ts';
import { bars } from '../bars.ts';
import type { Bench } from '../bench-context.ts';
import { compared, type Figure, inTurns } from '../figures.ts';
import { changesOf } from '../samples.ts';

/** Records in a batch of the stream, as the event source of the templates asks for. */
export const batchRecords = 1_000;
const rounds = 11;
const votes = 50_000;
/** Records that a run takes at least, by going over the same again: fewer are over before a clock can tell. */
const fewestRecords = 50_000;

/** The pure fold of a poll's changes. */
export async function foldRate(_bench: Bench): Promise<Figure[]> {
  return [await foldOf(1, votes, rounds)];
}

/** Records that the fold takes in a second of one core, from batches in which each poll has its share. */
export async function foldOf(polls: number, records: number, times: number): Promise<Figure> {
  const batches = batchesOf(polls, records);
  const passes = Math.ceil(fewestRecords / records);
  const count = passes * batches.reduce((sum, { length }) => sum + length, 0);
  const rateOf = (take: (batch: readonly ResponseChange[]) => unknown) => () => {
    const startedAt = process.cpuUsage();
    for (let pass = 0; pass < passes; pass += 1) for (const batch of batches) take(batch);
    const { user, system } = process.cpuUsage(startedAt);
    return count / ((user + system) / 1_000_000);
  };
  // The first run of each only lets V8 compile it.
  const runs = await inTurns(
    times + 1,
    rateOf((batch) => fold(batch, undefined)),
    rateOf(countAll),
  );
  return compared({
    name: 'fold, records a second of one core',
    unit: '/s',
    runs: { subject: runs.subject.slice(1), baseline: runs.baseline.slice(1) },
    against: 'counting the same responses without steps, marks and old images',
    bar: bars.fold,
  });
}

/** The changes of each poll, cut as the polls of one batch of the stream are. */
function batchesOf(polls: number, records: number): ResponseChange[][] {
  const own = Math.ceil(records / polls);
  const size = Math.min(own, Math.max(1, Math.floor(batchRecords / polls)));
  const changes = Array.from({ length: polls }, (_, poll) => changesOf(`poll-${poll}`, own));
  return Array.from({ length: Math.ceil(own / size) }, (_, batch) =>
    changes.map((ofPoll) => ofPoll.slice(batch * size, (batch + 1) * size)),
  ).flat();
}

function countAll(batch: readonly ResponseChange[]): Map<string, number> {
  const counters = new Map<string, number>();
  for (const { after } of batch) for (const counter of after ? countersOf(after) : []) add(counters, counter, 1);
  return counters;
}
