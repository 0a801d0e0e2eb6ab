import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { headers } from '../../contracts/headers.ts';
import type { Submission, VoterToken } from '../../contracts/response.ts';
import type { Random } from '../random.ts';
import { type Api, describeProblem, expectSuccess } from './api.ts';
import type { Respondent } from './rows.ts';

export interface SendOptions {
  readonly pollId: string;
  /** Respondents that answer at the same time. */
  readonly concurrency: number;
  /** Respondents that start in a second; absent for as many as it goes. */
  readonly rate?: number;
  /** Probability from 0 to 1 that a respondent sends twice. */
  readonly duplicate: number;
  readonly random: Random;
  /** Called after every respondent. */
  readonly onProgress: (done: number) => void;
}

/** What became of the respondents. */
export interface SendReport {
  readonly accepted: number;
  readonly refused: number;
  /** Responses that were sent a second time, on top of the respondents' first ones. */
  readonly duplicates: number;
  readonly seconds: number;
  /** Why responses were refused, each reason with how often. */
  readonly refusals: ReadonlyMap<string, number>;
}

type Second = 'none' | 'same-key' | 'no-key';

/**
 * Sends every respondent's answers, each as a voter of its own: a voter token, then the response.
 * Duplicates are drawn beforehand in the respondents' order, so that a seed gives the same ones at any concurrency.
 * @throws ApiError where the API stays out of reach or refuses a voter token
 */
export async function sendAll(api: Api, respondents: readonly Respondent[], options: SendOptions): Promise<SendReport> {
  const drawn = respondents.map((respondent) => ({ respondent, second: drawSecond(options) }));
  const refusals = new Map<string, number>();
  const started = performance.now();
  let accepted = 0;
  let done = 0;
  const queue = drawn.entries();
  let isStopped = false;
  const work = async () => {
    for (const [index, { respondent, second }] of queue) {
      if (isStopped) return;
      await waitForTurn(index, started, options.rate);
      const refusal = await sendOne(api, options.pollId, respondent, second);
      if (refusal === undefined) accepted += 1;
      else refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
      done += 1;
      options.onProgress(done);
    }
  };
  const workOrStop = () =>
    work().catch((error: unknown) => {
      isStopped = true;
      throw error;
    });
  await Promise.all(Array.from({ length: options.concurrency }, workOrStop));
  return {
    accepted,
    refused: done - accepted,
    duplicates: drawn.filter(({ second }) => second !== 'none').length,
    seconds: (performance.now() - started) / 1_000,
    refusals,
  };
}

function drawSecond({ duplicate, random }: SendOptions): Second {
  if (random() >= duplicate) return 'none';
  return random() < 0.5 ? 'same-key' : 'no-key';
}

async function waitForTurn(index: number, started: number, rate: number | undefined): Promise<void> {
  if (rate === undefined) return;
  const wait = started + (index * 1_000) / rate - performance.now();
  if (wait > 0) await sleep(wait);
}

/** Returns why the response was refused, or nothing when it was accepted. */
async function sendOne(api: Api, pollId: string, { answers }: Respondent, second: Second): Promise<string | undefined> {
  const path = `/polls/${pollId}`;
  const signed = await api.request({ method: 'POST', path: `${path}/devices` });
  const { voterToken } = expectSuccess(signed, 'a voter token') as VoterToken;
  const voter = { [headers.voterToken]: voterToken };
  const keyed = { ...voter, [headers.idempotencyKey]: randomUUID() };
  const body: Submission = { answers: { ...answers } };
  const submit = (own: Record<string, string>) =>
    api.request({ method: 'POST', path: `${path}/responses`, headers: own, body });
  const answer = await submit(keyed);
  // Refused or not, the second one's answer changes nothing: only the counts tell whether it was counted twice.
  if (second !== 'none') await submit(second === 'same-key' ? keyed : voter);
  return answer.isSuccess ? undefined : describeProblem(answer);
}
