import { Busy } from '../exports/work.ts';
import type { Poll } from '../polls/poll.ts';
import type { ArchiveJob } from './archive-job.ts';
import type { ArchivePorts } from './ports.ts';
import { type Step, steps } from './steps.ts';

/** How long an archive waits for the tally or for insights before it looks again, in seconds. */
const waitSeconds = 5;
/** For how long it waits, or begins again, until it gives up. */
const longestWaitMs = 15 * 60_000;

/** What to do next: nothing, or to go on after so many seconds. */
export type Next = { readonly again: false } | { readonly again: true; readonly afterSeconds: number };

/**
 * Works on an archive until it is complete, must wait, or time is over. It can be called again at any time, and by two
 * at once: one of them goes on, the other throws. Whatever line it is cut off at, it goes on from what it stored last.
 * @param leaseMs for how long nobody else may work on it: longer than the function can live
 * @throws Busy
 */
export async function workOnArchive(ports: ArchivePorts, poll: Poll, job: ArchiveJob, leaseMs: number): Promise<Next> {
  if (!steps[job.state]) return { again: false };
  const now = ports.now();
  if (job.busyUntil > now) throw new Busy('Another function works on the archive.');
  let current = job;
  const change = async (changes: Partial<ArchiveJob>): Promise<ArchiveJob> => {
    const stored = await ports.store.update({ ...current, ...changes });
    if (!stored) throw new Busy('Another function has taken the archive over.');
    current = stored;
    return stored;
  };
  await change({ busyUntil: now + leaseMs });
  for (;;) {
    const step: Step | undefined = steps[current.state];
    if (!step) break;
    const outcome = await step({ ports, poll, job: current, save: change });
    if (outcome === 'gone') return { again: false };
    if (outcome === 'waits') {
      // By the clock: each request for the same archive brings one more message, which looks as well.
      const waitsSince = current.waitsSince || ports.now();
      const isOver = ports.now() - waitsSince > longestWaitMs;
      // What nothing refers to any more must not stay where no erasure would look.
      if (isOver) await ports.files.remove(current.run, current.checkpoint.parts.length);
      await change({
        waitsSince,
        busyUntil: 0,
        ...(isOver ? { state: 'failed', reason: reasons[current.state] ?? '' } : {}),
      });
      return isOver ? { again: false } : { again: true, afterSeconds: waitSeconds };
    }
    if (outcome === 'out-of-time') {
      await change({ busyUntil: 0 });
      return { again: true, afterSeconds: 0 };
    }
  }
  await change({ busyUntil: 0 });
  return { again: false };
}

/** Why an archive gave up that waited in a state. */
const reasons: Partial<Record<ArchiveJob['state'], string>> = {
  writing: 'What was written is not what the tally counts.',
  computing: 'Insights could not be computed.',
};
