import type { Poll } from '../polls/poll.ts';
import type { PollStore } from '../polls/poll-store.ts';
import type { KeptTallies, TallyBrief } from '../recovery/kept-tallies.ts';

/** How many polls a sample has, and how many responses each at most: a recount of all ends well before 15 minutes. */
export const sampleSize = { polls: 3, responses: 500_000 } as const;

/**
 * Draws polls whose tallies can be proved by their responses, from a random place in the table of tallies on.
 * @returns fewer than a sample has, or none, where the region has no more
 * @throws whatever the stores throw
 */
export async function drawPolls(given: {
  readonly tallies: Pick<KeptTallies, 'all'>;
  readonly polls: Pick<PollStore, 'get'>;
  /** From 0 to below 1. */
  random(): number;
}): Promise<readonly Poll[]> {
  const { tallies, polls, random } = given;
  const drawn = new Map<string, Poll>();
  // Behind the last tally the first one follows.
  for (const from of [String(random()), undefined]) {
    for await (const page of tallies.all(from)) {
      for (const tally of page.filter(canBeProved)) {
        // Polls that were deleted leave their tallies behind.
        const poll = await polls.get(tally.pollId);
        if (poll) drawn.set(poll.id, poll);
        if (drawn.size === sampleSize.polls) return [...drawn.values()];
      }
    }
  }
  return [...drawn.values()];
}

function canBeProved({ responses, expired }: TallyBrief): boolean {
  return !expired && responses > 0 && responses <= sampleSize.responses;
}
