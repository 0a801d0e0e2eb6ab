import type { PollDefinition, PollState } from '../../contracts/poll.ts';
import type { StoredPictures } from '../media/attach.ts';

/** A poll as it is stored. */
export interface Poll extends PollDefinition {
  readonly id: string;
  readonly workspaceId: string;
  readonly version: number;
  readonly createdAt: string;
  /** When a person opened it; wins over `opensAt`. */
  readonly openedAt?: string;
  /** When a person closed it; `closesAt` closes it too, whichever comes first. */
  readonly closedAt?: string;
  /** When its responses were proven to be in the archive. */
  readonly archivedAt?: string;
  /** When its voters' own data was removed; results stay. */
  readonly responsesRemovedAt?: string;
  /** Secret of this poll alone: voter keys are HMACs under it, so they say nothing outside of the poll. */
  readonly salt: string;
  /** How many partition keys its responses spread over, a power of two. */
  readonly shards: number;
  /** Those that the poll and its options name. */
  readonly pictures?: StoredPictures;
}

/**
 * How long a function may answer from its memory, in milliseconds. Whatever changes an open poll takes effect
 * this much later, so that no function that still remembers the poll from before can accept what others refuse.
 */
export const pollMemoryMs = 1_000;

/** When the poll takes responses, in milliseconds since 1970: from `start` on, and before `end`. */
export function votingTime(poll: Pick<Poll, 'openedAt' | 'opensAt' | 'closedAt' | 'closesAt'>): {
  start: number | undefined;
  end: number | undefined;
} {
  const opening = poll.openedAt ?? poll.opensAt;
  const closings = [poll.closedAt, poll.closesAt].filter((time) => time !== undefined).map((time) => Date.parse(time));
  return {
    start: opening === undefined ? undefined : Date.parse(opening),
    end: closings.length === 0 ? undefined : Math.min(...closings),
  };
}

/** The state by the server's clock; `now` in milliseconds since 1970. */
export function pollState(poll: Parameters<typeof votingTime>[0], now: number): PollState {
  const { start, end } = votingTime(poll);
  if (start === undefined) return 'draft';
  if (end !== undefined && now >= end) return 'closed';
  return now < start ? 'scheduled' : 'open';
}
