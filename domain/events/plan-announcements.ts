import type { AnnouncementQueue, AnnouncementTimetable } from './ports.ts';
import { longestDelayMs, waitOf } from './take-over.ts';
import { type TimedPoll, transitionsOf, transitionTypes } from './transitions.ts';

/**
 * Sees to it that a poll's opening and closing are told, as its times have changed. What is planned for a time that
 * no longer holds is taken away where it can be; elsewhere the announcement is dropped when it comes up. Repeating it
 * after a failure at any line is safe.
 * @param before undefined when the poll is new, `poll` when it was deleted
 * @param rank the region's place among the stage's
 */
export async function planAnnouncements(
  { queue, timetable }: { queue: AnnouncementQueue; timetable: AnnouncementTimetable },
  change: { pollId: string; before: TimedPoll | undefined; poll: TimedPoll | undefined },
  rank: number,
  now: number,
): Promise<void> {
  const { pollId } = change;
  const [was, is] = [transitionsOf(change.before), transitionsOf(change.poll)];
  for (const type of transitionTypes) {
    const at = is[type];
    if (at === was[type]) continue;
    const name = `${pollId}-${type.replace('poll.', '')}`;
    const announcement = at === undefined ? undefined : ({ v: 1, type, pollId, at } as const);
    const due = Math.max(at ?? 0, now) + waitOf(rank);
    if (announcement && due - now > longestDelayMs) {
      await timetable.set(name, due, announcement);
      continue;
    }
    if (was[type] !== undefined) await timetable.cancel(name);
    if (announcement) await queue.send(announcement, due - now);
  }
}
