import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signDevice } from '../../../domain/responses/voter.ts';
import type { Runtime } from '../../../local/runtime.ts';
import { resultsOf, submit } from '../../bench/voters.ts';
import type { Curve } from '../curves.ts';
import type { Course } from './compare.ts';

/** For how long after the last vote it is waited for all to be counted at most. Seconds. */
const mostRestSeconds = 90;

/** When each vote of a shape is due, in seconds since its start. */
export function timesOf({ seconds, rate }: Curve): number[] {
  const times: number[] = [];
  const step = 0.001;
  let due = 0.5;
  let sum = 0;
  for (let time = 0; time < seconds; time += step) {
    sum += rate(time + step / 2) * step;
    for (; sum >= due; due += 1) times.push(time);
  }
  return times;
}

/**
 * The values of `ResultsAge` that `tallyResponses` told since a moment, in milliseconds; of a batch of more than a
 * hundred it tells a hundred.
 */
export function agesIn(log: string, since: number): { at: number; ages: readonly number[] }[] {
  return log
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => {
      const told = JSON.parse(line) as { _aws: { Timestamp: number }; ResultsAge?: readonly number[] };
      return { at: told._aws.Timestamp, ages: told.ResultsAge ?? [] };
    })
    .filter(({ at, ages }) => at >= since && ages.length > 0);
}

/** What was seen of a shape, and when the API stamped its votes as accepted. Seconds since the start. */
export interface Measured extends Course {
  readonly votes: number;
  /** Of all votes, or of nearly all. */
  readonly accepted: readonly number[];
  readonly seconds: number;
}

/** Votes as a shape says, and watches the queue and how old results get, until all is counted. */
export async function measure(given: {
  runtime: Runtime;
  logFolder: string;
  pollId: string;
  secret: string;
  shape: Curve;
}): Promise<Measured> {
  const { runtime, logFolder, pollId, secret, shape } = given;
  const times = timesOf(shape);
  const startedAt = Date.now();
  const votes = times.map(async (time) => {
    const token = signDevice(secret, pollId);
    await pause(Math.max(0, startedAt + time * 1_000 - Date.now()));
    await connected(() => submit(runtime.apiUrl, { pollId, token, answers: { lunch: 'soup' } }));
  });
  const backlog: number[] = [];
  const watching = new AbortController();
  const watch = (async () => {
    for (let second = 1; !watching.signal.aborted; second += 1) {
      await pause(Math.max(0, startedAt + second * 1_000 - Date.now()));
      backlog.push(depthOf(runtime));
    }
  })();
  try {
    await Promise.all(votes);
    const end = Date.now() + mostRestSeconds * 1_000;
    while ((await connected(() => resultsOf(runtime.apiUrl, pollId))).responses < times.length) {
      if (Date.now() > end) throw new Error(`${shape.name}: not all votes were counted within ${mostRestSeconds} s`);
      await pause(500);
    }
  } finally {
    watching.abort();
    await watch;
  }
  const counted = agesSince(logFolder, startedAt);
  return {
    votes: times.length,
    accepted: counted.map(({ at, age }) => at - age),
    backlog,
    counted,
    seconds: backlog.length,
  };
}

/** A kept connection may be cut off just when it is used again: then another one is. A vote stays the same vote. */
async function connected<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) throw error;
    return await call();
  }
}

function agesSince(logFolder: string, startedAt: number): { at: number; age: number; amount: number }[] {
  const file = readdirSync(logFolder).find((name) => name.includes('tallyResponses')) ?? '';
  return agesIn(readFileSync(join(logFolder, file), 'utf8'), startedAt).flatMap(({ at, ages }) =>
    ages.map((age) => ({ at: (at - startedAt) / 1_000, age: age / 1_000, amount: 1 })),
  );
}

function depthOf(runtime: Runtime): number {
  return Object.values(runtime.queueDepths('AcceptedQueue')).reduce((sum, depth) => sum + depth, 0);
}
