import { type Poll, votingTime } from '../polls/poll.ts';

export const transitionTypes = ['poll.opened', 'poll.closed'] as const;
export type TransitionType = (typeof transitionTypes)[number];

/** When the poll opens and closes, in milliseconds since 1970; what never happens as things stand is left out. */
export function transitionsOf(
  poll: Parameters<typeof votingTime>[0] | undefined,
): Readonly<Partial<Record<TransitionType, number>>> {
  const { start, end } = poll ? votingTime(poll) : {};
  if (start === undefined || (end !== undefined && end <= start)) return {};
  return { 'poll.opened': start, ...(end === undefined ? {} : { 'poll.closed': end }) };
}

/** The same in every region and at every try. */
export function transitionId(pollId: string, type: TransitionType, at: number): string {
  return `${pollId}-${type.replace('poll.', '')}-${at}`;
}

export type Transitions = ReturnType<typeof transitionsOf>;
export type TimedPoll = Pick<Poll, 'openedAt' | 'opensAt' | 'closedAt' | 'closesAt'>;
