import type { Poll } from '../polls/poll.ts';
import { followPoll } from './follow-poll.ts';
import type { PlanStore, Timetable } from './ports.ts';

/**
 * Plans for a poll as it is stored, until it hasn't changed meanwhile. Events come in any order and two of one poll
 * may be worked on at once: whoever writes last also looks last, so that the newest poll's plan is what stays.
 */
export async function followCurrent(
  ports: {
    polls: { get(pollId: string): Promise<Poll | undefined> };
    plans: PlanStore;
    timetable: Timetable;
  },
  pollId: string,
  clock: () => number,
): Promise<void> {
  let poll = await ports.polls.get(pollId);
  for (;;) {
    await followPoll(ports, pollId, poll, clock());
    const current = await ports.polls.get(pollId);
    if (current?.version === poll?.version) return;
    poll = current;
  }
}
