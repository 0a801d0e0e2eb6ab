import type { RemovalKind, RemovalMessage } from '../../contracts/retention.ts';
import { messagesMs } from '../archive/archive-job.ts';
import { type DerivedData, eraseDerived, everyVoter } from '../erasure/erasure.ts';
import type { Poll } from '../polls/poll.ts';

/** What is to be removed of a poll by a change of it; undefined: nothing. */
export function removalOf(before: Poll | undefined, after: Poll | undefined): RemovalKind | undefined {
  if (!after) return 'poll';
  return after.responsesRemovedAt !== undefined && before?.responsesRemovedAt === undefined ? 'responses' : undefined;
}

/** Where a region has a poll's data. */
export interface RemovalPorts {
  /** Removes the archive's files in this region, and what is known of the archive. */
  readonly removeArchive: (pollId: string) => Promise<void>;
  /** @returns whether all are gone, or time was over before */
  readonly removeResponses: (removal: Pick<RemovalMessage, 'pollId' | 'shards' | 'kind'>) => Promise<boolean>;
  readonly derived: DerivedData;
  /** Removes all else that tables have of a poll that was deleted: its tally, insights, traces. */
  readonly removeRest: (pollId: string) => Promise<void>;
}

/**
 * Removes a poll's data. What is gone is gone, so it goes on from wherever it was cut off, and does no harm twice.
 * @returns false when it has to go on in another call
 */
export async function removePollData(ports: RemovalPorts, removal: Omit<RemovalMessage, 'v'>): Promise<boolean> {
  const { pollId, kind } = removal;
  await ports.removeArchive(pollId);
  if (!(await ports.removeResponses(removal))) return false;
  await eraseDerived(ports.derived, { pollId, voterKey: everyVoter });
  if (kind === 'poll') await ports.removeRest(pollId);
  return true;
}

/** Lambda runs no function for longer, so whoever had read the poll before has ended by then. Milliseconds. */
const longestCallMs = 15 * 60_000;

/**
 * When to look again after a look that found all there was, in milliseconds: once everybody has ended who was at work
 * on the poll, and, for one that was deleted at any time, once no message of a vote can come any more.
 * @returns undefined after the last look
 */
export function nextLookAfter({ kind, look }: Pick<RemovalMessage, 'kind' | 'look'>): number | undefined {
  if (look === 0) return longestCallMs;
  return look === 1 && kind === 'poll' ? messagesMs : undefined;
}
