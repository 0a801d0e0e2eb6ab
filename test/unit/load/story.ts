import type { RequestMade, VoterStory } from '../../../tools/load/messages.ts';

/** A voter whose vote was taken after half a second, or as told. */
export function voter(told: Partial<VoterStory> & { dueAt: number }): VoterStory {
  const acceptedAt = told.dueAt + 0.5;
  return { option: 'north', acceptedAt, confirmedAt: acceptedAt + 1, outcome: 'recorded', ...told };
}

/** A voter who gave up without a word. */
export function unheard(told: Partial<VoterStory> & { dueAt: number }): VoterStory {
  return voter({ acceptedAt: undefined, confirmedAt: undefined, outcome: 'stopped', ...told });
}

/** A request that went well, or as told. */
export function request(told: Partial<RequestMade> & { at: number }): RequestMade {
  return { route: 'submit', ms: 10, status: 202, retryAfter: false, ...told };
}
