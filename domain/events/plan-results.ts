import type { Announcement } from '../../contracts/events.ts';
import { milestonesCrossed } from './milestones.ts';

export const minuteMs = 60_000;

/** A change of a poll's number of responses; `at` in milliseconds since 1970. */
export interface CountChange {
  readonly pollId: string;
  readonly before: number;
  readonly after: number;
  readonly at: number;
}

/** What to tell of a change, and when at the earliest: a batch is told when its minute is over. */
export function resultAnnouncements({ pollId, before, after, at }: CountChange): { due: number; what: Announcement }[] {
  if (before === after) return [];
  const minute = Math.floor(at / minuteMs);
  return [
    ...milestonesCrossed(before, after).map((responses) => ({
      due: at,
      what: { v: 1, type: 'results.milestone', pollId, responses } as const,
    })),
    { due: (minute + 1) * minuteMs, what: { v: 1, type: 'responses.batch', pollId, minute } },
  ];
}
