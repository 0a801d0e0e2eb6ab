import { createHash } from 'node:crypto';
import type { ArchiveState } from '../../contracts/archive.ts';
import { runExport } from '../exports/run-export.ts';
import type { Poll } from '../polls/poll.ts';
import { countersOf } from '../tallies/counters.ts';
import { inLanes } from '../tallies/lanes.ts';
import { type ArchiveJob, expiryOf, firstTry, manifestOf } from './archive-job.ts';
import { linesOf } from './lines.ts';
import type { ArchivedResponse, ArchivePorts } from './ports.ts';

/** Bytes of a part when it is closed, compressed: a part is read as a whole. */
const partBytes = 2 * 1024 * 1024;
/** Responses that are expired or restored at once. */
const lanes = 16;

interface Given {
  readonly ports: ArchivePorts;
  readonly poll: Poll;
  readonly job: ArchiveJob;
  /** Keeps how far it is, before anything further is done. */
  readonly save: (changes: Partial<ArchiveJob>) => Promise<ArchiveJob>;
}

/** `next`: the state that was saved says what follows; `gone`: the archive is no more. */
export type Step = (given: Given) => Promise<'next' | 'waits' | 'out-of-time' | 'gone'>;

/** What is done in each state. Those without an entry are at rest. */
export const steps: Partial<Record<ArchiveState, Step>> = {
  writing: write,
  verifying: verify,
  computing: compute,
  expiring: expire,
  restoring: restore,
};

async function write({ ports, poll, job, save }: Given) {
  let bounds = job.bounds;
  let part: { first: string; last: string } | undefined;
  const { next } = await runExport<ArchivedResponse>(
    {
      page: (position) => ports.table.page(position),
      encode(responses, isFirst) {
        const [first, last] = [responses[0], responses.at(-1)];
        if (first && last) part = { first: part?.first ?? first.voterKey, last: last.voterKey };
        return ports.encode(responses, isFirst);
      },
      putPart: (number, pieces) => ports.files.putPart(job.run, number, pieces),
      async save(checkpoint) {
        if (checkpoint.parts.length > bounds.length) bounds = [...bounds, part ?? { first: '', last: '' }];
        part = undefined;
        await save({ checkpoint, bounds });
      },
      isTimeOver: ports.isTimeOver,
    },
    { from: job.checkpoint, partitions: poll.shards, partBytes },
  );
  if (next) return 'out-of-time';
  await save({ state: 'verifying' });
  return 'next';
}

/** Reads back what was written: it must come to what the tally counts. If not yet, all is written anew. */
async function verify({ ports, poll, job, save }: Given) {
  const { run, checkpoint } = job;
  let { done, counters } = job;
  while (done < checkpoint.parts.length) {
    if (ports.isTimeOver()) return 'out-of-time';
    const text = await ports.files.readPart(run, done + 1);
    const part = checkpoint.parts[done];
    if (createHash('sha256').update(text).digest('hex') !== part?.hash) throw new Error(`Part ${done + 1} is damaged`);
    counters = countedWith(counters, linesOf(text));
    done += 1;
    await save({ done, counters });
  }
  const tally = await ports.tally.read(poll.id);
  if (tally.expired) {
    await ports.files.remove(run, checkpoint.parts.length);
    await save({ state: 'failed', reason: 'Responses have expired that the tally counts.' });
    return 'next';
  }
  if (!isSame(counters, tally.counters)) {
    await ports.files.remove(run, checkpoint.parts.length);
    await save({ state: 'writing', ...firstTry(ports.now()) });
    return 'waits';
  }
  const manifest = manifestOf({ ...job, counters }, ports.now());
  await ports.files.putManifest(run, manifest);
  await save({ state: 'computing', manifest, waitsSince: 0 });
  return 'next';
}

/** What isn't computed while responses are there never will be. */
async function compute({ ports, poll, save }: Given) {
  if (!(await ports.hasInsights(poll))) return 'waits';
  await ports.keepOutcomes(poll);
  await save({ state: 'expiring', done: 0 });
  return 'next';
}

async function expire({ ports, poll, job, save }: Given) {
  const { manifest } = job;
  const current = await ports.polls.get(poll.id);
  if (current && current.archivedAt === undefined && manifest) {
    await ports.polls.replace({ ...current, archivedAt: manifest.finishedAt, version: current.version + 1 });
  }
  const expiresAt = expiryOf(poll, ports.now());
  const isDone = await eachPart({ ports, poll, job, save }, (response) => ports.table.expire(response, expiresAt));
  if (!isDone) return 'out-of-time';
  await save({ state: 'archived' });
  return 'next';
}

async function restore({ ports, poll, job, save }: Given) {
  if (!(await eachPart({ ports, poll, job, save }, (response) => ports.table.restore(response)))) return 'out-of-time';
  const current = await ports.polls.get(poll.id);
  if (current?.archivedAt !== undefined) {
    const { archivedAt: _archivedAt, ...rest } = current;
    await ports.polls.replace({ ...rest, version: current.version + 1 });
  }
  await ports.tally.forgetExpiry(poll.id);
  await ports.files.remove(job.run, job.checkpoint.parts.length);
  await ports.store.remove(job);
  return 'gone';
}

/** @returns whether all parts are done */
async function eachPart({ ports, job, save }: Given, action: (response: ArchivedResponse) => Promise<void>) {
  for (let { done } = job; done < job.checkpoint.parts.length; ) {
    if (ports.isTimeOver()) return false;
    await inLanes(linesOf(await ports.files.readPart(job.run, done + 1)), lanes, action);
    done += 1;
    await save({ done });
  }
  return true;
}

function countedWith(before: Readonly<Record<string, number>>, responses: readonly ArchivedResponse[]) {
  const counters = new Map(Object.entries(before));
  for (const response of responses) {
    for (const counter of countersOf(response)) counters.set(counter, (counters.get(counter) ?? 0) + 1);
  }
  return Object.fromEntries(counters);
}

/** A counter that is 0 is as good as none. */
function isSame(counted: Readonly<Record<string, number>>, tally: ReadonlyMap<string, number>): boolean {
  const names = new Set([...Object.keys(counted), ...tally.keys()]);
  return [...names].every((name) => (counted[name] ?? 0) === (tally.get(name) ?? 0));
}
