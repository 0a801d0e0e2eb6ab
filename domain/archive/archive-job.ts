import type { ArchiveManifest, ArchiveState, ArchiveView } from '../../contracts/archive.ts';
import { type Checkpoint, firstCheckpoint } from '../exports/run-export.ts';
import { type Poll, pollState, votingTime } from '../polls/poll.ts';
import { Problem } from '../problem.ts';

/** A poll's archive as it is stored. */
export interface ArchiveJob {
  readonly pollId: string;
  readonly state: ArchiveState;
  /** Where its files are: only this region can go on with it. */
  readonly region: string;
  /** Names the files of one try to write them. */
  readonly run: string;
  readonly requestedAt: string;
  readonly checkpoint: Checkpoint;
  /** The first and the last voter key of each part. */
  readonly bounds: readonly { readonly first: string; readonly last: string }[];
  /** Parts that are verified, expired or restored, by the state. */
  readonly done: number;
  /** What the verified parts come to. */
  readonly counters: Readonly<Record<string, number>>;
  /** Since when it has waited or begun again and again, milliseconds since 1970; 0: it hasn't. */
  readonly waitsSince: number;
  readonly reason?: string;
  readonly manifest?: ArchiveManifest;
  /** Until when a function works on it alone, milliseconds since 1970; 0: nobody does. */
  readonly busyUntil: number;
  /** Counts its changes: a change is made to the version that was read, or not at all. */
  readonly version: number;
}

/** Where archives are known, in every region. */
export interface ArchiveStore {
  get(pollId: string): Promise<ArchiveJob | undefined>;
  /** @returns false where there is one that has not failed */
  create(job: ArchiveJob): Promise<boolean>;
  /** @returns the stored job; undefined when somebody else has changed it in the meantime */
  update(job: ArchiveJob): Promise<ArchiveJob | undefined>;
  remove(job: ArchiveJob): Promise<void>;
}

/**
 * For how long after a poll's end its responses stay in the table at least, archived or not: a message that was
 * accepted can come for so long (14 days in its queue, and 14 more when it is put back from the dead letters), and must
 * find what is stored for its voter. Milliseconds.
 */
export const messagesMs = 29 * 24 * 3_600_000;

/** When archived responses of a poll expire, in seconds since 1970. */
export function expiryOf(poll: Poll, now: number): number {
  const { end = now } = votingTime(poll);
  return Math.floor(Math.max(now, end + messagesMs) / 1_000);
}

/** @throws Problem `wrong-state` for a poll that hasn't closed, or whose responses were removed */
export function newArchive(poll: Poll, { region, now }: { region: string; now: number }): ArchiveJob {
  const state = pollState(poll, now);
  if (state !== 'closed')
    throw new Problem('wrong-state', 'Only a closed poll is archived.', { extensions: { state } });
  assertKept(poll);
  return {
    pollId: poll.id,
    state: 'writing',
    region,
    requestedAt: new Date(now).toISOString(),
    ...firstTry(now),
    waitsSince: 0,
    busyUntil: 0,
    version: 1,
  };
}

/** @throws Problem `wrong-state` once the poll's responses were removed by its workspace's retention */
export function assertKept({ responsesRemovedAt }: Pick<Poll, 'responsesRemovedAt'>): void {
  if (responsesRemovedAt !== undefined) throw new Problem('wrong-state', 'The poll’s responses were removed.');
}

/** @throws Problem `wrong-state` where the table hasn't all responses of the poll */
export function assertInTable(poll: Pick<Poll, 'archivedAt' | 'responsesRemovedAt'>): void {
  assertKept(poll);
  if (poll.archivedAt !== undefined) throw new Problem('wrong-state', 'Restore the poll from its archive first.');
}

/** Where writing begins. */
export function firstTry(now: number): Pick<ArchiveJob, 'run' | 'checkpoint' | 'bounds' | 'done' | 'counters'> {
  return { run: String(now), checkpoint: firstCheckpoint, bounds: [], done: 0, counters: {} };
}

/** @throws Problem `wrong-state` for one that isn't complete, or is in another region */
export function assertRestorable({ state, region }: ArchiveJob, here: string): void {
  if (region !== here) throw new Problem('wrong-state', `The archive is in ${region}: ask the API there.`);
  if (state !== 'archived' && state !== 'restoring') {
    throw new Problem('wrong-state', 'Only a complete archive is restored.', { extensions: { state } });
  }
}

/** Counts, bounds and hashes of a complete archive. */
export function manifestOf(job: ArchiveJob, now: number): ArchiveManifest {
  const parts = job.checkpoint.parts.map(({ responses, bytes, hash }, index) => ({
    responses,
    bytes,
    hash,
    ...(job.bounds[index] ?? { first: '', last: '' }),
  }));
  return {
    schemaVersion: 1,
    pollId: job.pollId,
    responses: parts.reduce((sum, part) => sum + part.responses, 0),
    counters: job.counters,
    parts,
    finishedAt: new Date(now).toISOString(),
  };
}

export function toArchiveView(job: ArchiveJob): ArchiveView {
  const { pollId, state, region, requestedAt, checkpoint, reason, manifest } = job;
  return {
    pollId,
    state,
    region,
    requestedAt,
    responses: checkpoint.parts.reduce((sum, part) => sum + part.responses, 0),
    ...(reason === undefined ? {} : { reason }),
    ...(manifest === undefined ? {} : { finishedAt: manifest.finishedAt }),
  };
}
