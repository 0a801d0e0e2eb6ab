import type { WorkspaceSettings } from '../../contracts/retention.ts';
import { type ArchiveStore, newArchive } from '../archive/archive-job.ts';
import { type Poll, votingTime } from '../polls/poll.ts';
import type { PollStore } from '../polls/poll-store.ts';

/** What a workspace's settings ask for. */
export type Due = 'archive' | 'removal';
type Kept = Parameters<typeof votingTime>[0] & Pick<Poll, 'archivedAt' | 'responsesRemovedAt'>;

const dayMs = 24 * 3_600_000;

/** What is due of a poll, and not done; `now` in milliseconds since 1970. A poll that hasn't ended has nothing due. */
export function dueOf(settings: WorkspaceSettings, poll: Kept, now: number): Due | undefined {
  const { start, end } = votingTime(poll);
  if (start === undefined || end === undefined || poll.responsesRemovedAt !== undefined) return undefined;
  const isOver = (days: number | undefined) => days !== undefined && now >= end + days * dayMs;
  if (isOver(settings.retentionDays)) return 'removal';
  return isOver(settings.archiveAfterDays) && poll.archivedAt === undefined ? 'archive' : undefined;
}

export interface RetentionPorts {
  readonly polls: Pick<PollStore, 'get' | 'replace'>;
  readonly archives: Pick<ArchiveStore, 'get' | 'create'>;
  /** Has a worker of this region go on with the poll's archive. */
  readonly askForArchive: (pollId: string) => Promise<void>;
  readonly region: string;
}

/**
 * Does what is due of a poll, as far as it can be done now: what is under way is looked at again the next day. A poll
 * is archived before its responses go, as only then its insights are complete; one that can't be archived loses its
 * responses all the same. It can be repeated at any time.
 */
export async function keepRetention(ports: RetentionPorts, pollId: string, due: Due, now: number): Promise<void> {
  const { polls, archives, region } = ports;
  const [poll, job] = await Promise.all([polls.get(pollId), archives.get(pollId)]);
  if (!poll || poll.responsesRemovedAt !== undefined) return;
  if (due === 'removal' && (job?.state === 'archived' || job?.state === 'failed')) {
    // All that follows from it is the removals' work, in each region.
    await polls.replace({ ...poll, responsesRemovedAt: new Date(now).toISOString(), version: poll.version + 1 });
    return;
  }
  const isNew = !job || job.state === 'failed';
  if (isNew) await archives.create(newArchive(poll, { region, now }));
  if (isNew || (job.region === region && job.state !== 'archived')) await ports.askForArchive(pollId);
}
