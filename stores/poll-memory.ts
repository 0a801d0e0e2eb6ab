import { type Poll, pollMemoryMs, pollState } from '../domain/polls/poll.ts';
import type { PollStore } from '../domain/polls/poll-store.ts';

/** Polls that one function instance keeps at most, so that its memory can't grow with the number of polls. */
const mostPolls = 1_000;

/**
 * Remembers open polls for `pollMemoryMs`, so that a busy poll costs one read a second and function instance.
 * A poll that isn't open is read each time: it may open at any moment.
 * @param looked is told of each look whether the poll was remembered
 */
export function rememberPolls(
  store: Pick<PollStore, 'get'>,
  now: () => number = Date.now,
  looked: (remembered: boolean) => void = () => {},
): Pick<PollStore, 'get'> {
  const memory = new Map<string, { poll: Poll; until: number }>();
  return {
    async get(pollId) {
      const time = now();
      const remembered = memory.get(pollId);
      const isFresh = remembered !== undefined && time < remembered.until;
      looked(isFresh);
      if (isFresh) return remembered.poll;
      memory.delete(pollId);
      const poll = await store.get(pollId);
      if (poll && pollState(poll, time) === 'open') {
        if (memory.size >= mostPolls) memory.clear();
        // Counted from before the read: what was read may be that old already.
        memory.set(pollId, { poll, until: time + pollMemoryMs });
      }
      return poll;
    },
  };
}
