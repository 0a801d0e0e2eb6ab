import { createHash } from 'node:crypto';
import { Busy } from '../exports/work.ts';
import { shardOf } from '../polls/shards.ts';
import { Problem } from '../problem.ts';
import { countersOf } from '../tallies/counters.ts';
import { type ArchiveJob, manifestOf } from './archive-job.ts';
import { linesOf } from './lines.ts';
import type { ArchivedResponse, ArchivePorts } from './ports.ts';

export type ErasePorts = Pick<ArchivePorts, 'store' | 'files' | 'encode' | 'now'>;

/** Whose response goes from which poll's archive. */
export interface ArchivedVoter {
  readonly shards: number;
  readonly voterKey: string;
}

/**
 * Whether a voter can be erased as things stand, and from the archive, too.
 * @param job of the poll, undefined: none
 * @returns whether it is to be looked for in the archive
 * @throws Problem `wrong-state` while responses move, or where the archive is in another region
 */
export function isErasedFrom(job: ArchiveJob | undefined, here: string): job is ArchiveJob {
  // A failed one has no files, and has taken nothing from the table.
  if (!job || job.state === 'failed') return false;
  if (job.region !== here) throw new Problem('wrong-state', `The archive is in ${job.region}: ask the API there.`);
  if (job.state === 'archived') return true;
  const { state } = job;
  throw new Problem('wrong-state', 'The poll’s responses are on their way: try again later.', {
    extensions: { state },
  });
}

/** The voter's response as it is in the archive: one part is read, as the job knows where each begins and ends. */
export async function findArchived(
  { files }: Pick<ErasePorts, 'files'>,
  job: ArchiveJob,
  voter: ArchivedVoter,
): Promise<ArchivedResponse | undefined> {
  const number = partOf(job, voter);
  if (number === undefined) return undefined;
  return linesOf(await files.readPart(job.run, number)).find(({ voterKey }) => voterKey === voter.voterKey);
}

/**
 * Writes the part that has the voter's response without it. Cut off at any line, it comes to the same when it is
 * repeated: first the job knows what the part will be, then the manifest, then the part is that.
 * @param leaseMs for how long nobody else may write a part: longer than the function can live
 * @returns how many responses are gone
 * @throws Busy while another function works on the archive
 */
export async function eraseArchived(
  { store, files, encode, now }: ErasePorts,
  job: ArchiveJob,
  voter: ArchivedVoter,
  leaseMs: number,
): Promise<number> {
  const number = partOf(job, voter);
  if (number === undefined || !(await findArchived({ files }, job, voter))) return 0;
  if (job.busyUntil > now()) throw new Busy('Another function works on the archive.');
  let current = job;
  const change = async (changes: Partial<ArchiveJob>) => {
    const stored = await store.update({ ...current, ...changes });
    if (!stored) throw new Busy('Another function has taken the archive over.');
    current = stored;
  };
  await change({ busyUntil: now() + leaseMs });
  const stored = linesOf(await files.readPart(job.run, number));
  const erased = stored.filter(({ voterKey }) => voterKey === voter.voterKey);
  if (erased.length > 0) {
    const others = stored.filter(({ voterKey }) => voterKey !== voter.voterKey);
    const { text, compressed } = encode(others, true);
    const hash = createHash('sha256').update(text).digest('hex');
    if (current.checkpoint.parts[number - 1]?.hash !== hash) {
      const part = { responses: others.length, bytes: compressed.byteLength, hash };
      const left = { ...current, ...withPart(current, number, part), counters: without(current.counters, erased) };
      const { finishedAt } = job.manifest ?? manifestOf(left, now());
      await change({ ...left, manifest: { ...manifestOf(left, now()), finishedAt } });
    }
    if (current.manifest) await files.putManifest(current.run, current.manifest);
    await files.putPart(current.run, number, [compressed]);
  }
  await change({ busyUntil: 0 });
  return erased.length;
}

/** The part, from 1 on, that has the voter if any has: parts are in the order of partitions and voter keys. */
function partOf({ bounds }: ArchiveJob, { shards, voterKey }: ArchivedVoter): number | undefined {
  const isBefore = (one: string, other: string) => {
    const [a, b] = [shardOf(one, shards), shardOf(other, shards)];
    return a === b ? one <= other : a < b;
  };
  const index = bounds.findIndex(
    ({ first, last }) => first !== '' && isBefore(first, voterKey) && isBefore(voterKey, last),
  );
  return index < 0 ? undefined : index + 1;
}

function withPart(
  { checkpoint }: ArchiveJob,
  number: number,
  changes: { responses: number; bytes: number; hash: string },
): Pick<ArchiveJob, 'checkpoint'> {
  const parts = checkpoint.parts.map((part, index) => (index === number - 1 ? { ...part, ...changes } : part));
  return { checkpoint: { ...checkpoint, parts } };
}

function without(counters: ArchiveJob['counters'], erased: readonly ArchivedResponse[]): ArchiveJob['counters'] {
  const left = new Map(Object.entries(counters));
  for (const response of erased) {
    for (const counter of countersOf(response)) left.set(counter, (left.get(counter) ?? 0) - 1);
  }
  return Object.fromEntries(left);
}
