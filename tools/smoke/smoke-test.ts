import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { VoterToken } from '../../contracts/response.ts';
import type { PollResults } from '../../contracts/results.ts';
import { type Api, type ApiRequest, connect, expectSuccess } from '../replay/api.ts';

export interface SmokeOptions {
  readonly url: string;
  readonly key: string;
  /** For one region, around CloudFront. @default the address is the one of all voters */
  readonly originKey?: string;
  /** Hears what goes on. */
  readonly tell: (text: string) => void;
  /** For how long the result may take to show the votes, and a new key to be known. Seconds. @default 120 */
  readonly patience?: number;
}

const lookMs = 1_000;
const longestClosingMs = 60_000;
/** Two of three voters choose tea; the first votes a second time, which may not count. */
const votes = ['tea', 'tea', 'coffee'];
const expected = { responses: 3, counts: { tea: 2, coffee: 1 } };

const poll: PollDefinitionInput = {
  title: 'Smoke test: tea or coffee?',
  questions: [
    {
      id: 'drink',
      kind: 'single',
      title: 'Tea or coffee?',
      options: [
        { id: 'tea', label: 'Tea' },
        { id: 'coffee', label: 'Coffee' },
      ],
    },
  ],
};

/**
 * Takes the way of a vote once, with any backend: makes and opens a poll, votes, waits until the result shows exactly these votes, and
 * deletes the poll whatever happens.
 * @throws Error that says which step failed, and how
 */
export async function smoke({ url, key, originKey, tell, patience = 120 }: SmokeOptions): Promise<void> {
  const api = connect({ url, key, originKey });
  const end = Date.now() + patience * 1_000;
  const id = await createPoll(api, end);
  tell(`Made the poll ${id}`);
  let failure: unknown;
  try {
    await voteAndRead(api, id, end, tell);
  } catch (error) {
    failure = error;
  }
  // A poll that is open can't be deleted; what failed first is what is told.
  const closing = await outcome(call(api, { method: 'POST', path: `/polls/${id}/close` }));
  const deletion = await outcome(deletePoll(api, id));
  const first = failure ?? closing ?? deletion;
  if (first) throw first;
  tell('Closed and deleted it');
}

async function voteAndRead(api: Api, id: string, end: number, tell: (text: string) => void): Promise<void> {
  await call(api, { method: 'POST', path: `/polls/${id}/open` });
  for (const [index, choice] of votes.entries()) await vote(api, id, choice, index === 0 ? 2 : 1);
  tell(`Sent ${votes.length} votes, and one of them again`);
  await waitForResult(api, id, end);
  tell('The result shows exactly these votes');
}

const outcome = (done: Promise<unknown>): Promise<unknown> =>
  done.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A poll closes some seconds after it was told to, when every function knows of it. */
async function deletePoll(api: Api, id: string): Promise<void> {
  const request = { method: 'DELETE', path: `/polls/${id}` } as const;
  const end = Date.now() + longestClosingMs;
  let answer = await api.request(request);
  while (answer.status === 409 && Date.now() < end) {
    await sleep(lookMs);
    answer = await api.request(request);
  }
  expectSuccess(answer, `DELETE ${request.path}`);
}

/** A key that was made just now may not be known yet, and its refusal is remembered for a minute. */
async function createPoll(api: Api, end: number): Promise<string> {
  const request = {
    method: 'POST',
    path: '/polls',
    headers: { [headers.idempotencyKey]: randomUUID() },
    body: poll,
  } as const;
  for (;;) {
    const answer = await api.request(request);
    if (answer.status !== 401 && answer.status !== 403)
      return (expectSuccess(answer, 'POST /polls') as { id: string }).id;
    if (Date.now() > end) expectSuccess(answer, 'POST /polls');
    await sleep(lookMs);
  }
}

async function vote(api: Api, id: string, choice: string, times: number): Promise<void> {
  await call(api, { method: 'GET', path: `/polls/${id}/ballot` });
  const { voterToken } = (await call(api, { method: 'POST', path: `/polls/${id}/devices` })) as VoterToken;
  for (let sent = 0; sent < times; sent += 1) {
    const request = { headers: { [headers.voterToken]: voterToken }, body: { answers: { drink: choice } } };
    await call(api, { method: 'POST', path: `/polls/${id}/responses`, ...request });
  }
}

async function waitForResult(api: Api, id: string, end: number): Promise<void> {
  for (;;) {
    const results = (await call(api, { method: 'GET', path: `/polls/${id}/results` })) as PollResults;
    const drink = results.questions.drink;
    const shown = { responses: results.responses, counts: drink && 'counts' in drink ? drink.counts : {} };
    if (isDeepStrictEqual(shown, expected)) return;
    if (Date.now() > end) throw new Error(`The result is ${JSON.stringify(shown)}, not ${JSON.stringify(expected)}.`);
    await sleep(lookMs);
  }
}

async function call(api: Api, request: ApiRequest): Promise<unknown> {
  return expectSuccess(await api.request(request), `${request.method} ${request.path}`);
}
