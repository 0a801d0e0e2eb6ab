import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinition, PollView } from '../../contracts/poll.ts';
import type { PollResults } from '../../contracts/results.ts';
import { type Api, expectSuccess } from './api.ts';

/** Creates a poll, opens it and returns its id. @throws ApiError where the API refuses */
export async function openPoll(api: Api, definition: PollDefinition): Promise<string> {
  const idempotent = { [headers.idempotencyKey]: randomUUID() };
  const created = await api.request({ method: 'POST', path: '/polls', headers: idempotent, body: definition });
  const { id } = expectSuccess(created, 'the poll') as PollView;
  expectSuccess(await api.request({ method: 'POST', path: `/polls/${id}/open` }), 'to open the poll');
  return id;
}

export interface SettleOptions {
  /** Responses that the results should reach. */
  readonly responses: number;
  /** Longest wait in milliseconds. */
  readonly timeout: number;
  /** Pause between two looks at the results, in milliseconds. @default 250 */
  readonly interval?: number;
  /** Equal looks that count as settled. A tally folds at most once in its stream's window of 1 s. @default 8 */
  readonly stillFor?: number;
}

export interface Settled {
  readonly results: PollResults;
  /** False where the time ran out first. */
  readonly isSettled: boolean;
}

/**
 * Waits until the results hold the expected number of responses and no longer change.
 * @throws ApiError where the API refuses the results
 */
export async function settle(api: Api, pollId: string, options: SettleOptions): Promise<Settled> {
  const { responses, timeout, interval = 250, stillFor = 8 } = options;
  const deadline = performance.now() + timeout;
  let results = await readResults(api, pollId);
  let still = 1;
  while (results.responses < responses || still < stillFor) {
    if (performance.now() >= deadline) return { results, isSettled: false };
    await sleep(interval);
    const next = await readResults(api, pollId);
    still = isDeepStrictEqual(next, results) ? still + 1 : 1;
    results = next;
  }
  return { results, isSettled: true };
}

async function readResults(api: Api, pollId: string): Promise<PollResults> {
  const answer = await api.request({ method: 'GET', path: `/polls/${pollId}/results` });
  return expectSuccess(answer, 'the results') as PollResults;
}
