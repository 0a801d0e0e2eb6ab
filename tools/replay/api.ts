import { setTimeout as sleep } from 'node:timers/promises';
import { originKeyHeader } from '../../contracts/edge.ts';
import { headers as names } from '../../contracts/headers.ts';
import type { ProblemDocument } from '../../contracts/problems.ts';
import { ApiError } from './errors.ts';

/** Tries of one request before it is given up: with the pauses below, after 15 s of outage on average, 31 s at most. */
const tries = 12;
const firstPause = 100;
const longestPause = 5_000;
/** Longest `Retry-After` that is honoured, in milliseconds, so that a wrong header can't hold a run for hours. */
const longestRetryAfter = 60_000;
/** One request's time limit in milliseconds; API Gateway itself gives up after 30 s. */
const requestTimeout = 31_000;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the API's root: `/polls`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly isSuccess: boolean;
  readonly body: unknown;
}

/** Talks to one API, trying again where that can help. */
export interface Api {
  /**
   * Repeats the request on connection errors, 429 (after its `Retry-After`) and 5xx; every other answer is final.
   * @throws ApiError where no try brought a final answer
   */
  request(request: ApiRequest): Promise<ApiAnswer>;
}

export interface ApiOptions {
  /** The API's address, without a slash at its end. */
  readonly url: string;
  readonly key: string;
  /** What CloudFront would show the API, for requests that go to one region around it. @default nothing */
  readonly originKey?: string | undefined;
  /** Waits so many milliseconds; tests put a clock of their own here. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** @see Api */
export function connect({ url, key, originKey, pause = sleep }: ApiOptions): Api {
  const keys = { [names.apiKey]: key, ...(originKey === undefined ? {} : { [originKeyHeader]: originKey }) };
  return {
    async request(request) {
      let failure = '';
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const outcome = await attemptOnce(url, keys, request);
        if ('answer' in outcome) return outcome.answer;
        failure = outcome.failure;
        // Full jitter: clients that failed together must not come back together.
        const backOff = Math.random() * Math.min(longestPause, firstPause * 2 ** attempt);
        if (attempt < tries - 1) await pause(Math.max(outcome.retryAfter, backOff));
      }
      throw new ApiError(`${request.method} ${url}${request.path} failed ${tries} times: ${failure}`);
    },
  };
}

/** @throws ApiError that says what the API had against the request */
export function expectSuccess(answer: ApiAnswer, request: string): unknown {
  if (answer.isSuccess) return answer.body;
  throw new ApiError(`the API refused ${request}: ${describeProblem(answer)}`);
}

/** An error answer in one line. */
export function describeProblem({ status, body }: ApiAnswer): string {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemDocument>;
  const fields = (problem.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
  const text = [problem.title, problem.detail, ...fields].filter((part) => part !== undefined).join(', ');
  return text === '' ? `status ${status}` : `${status} ${text}`;
}

type Outcome = { readonly answer: ApiAnswer } | { readonly failure: string; readonly retryAfter: number };

async function attemptOnce(url: string, keys: Readonly<Record<string, string>>, request: ApiRequest): Promise<Outcome> {
  try {
    const response = await fetch(`${url}${request.path}`, {
      method: request.method,
      headers: { ...keys, 'content-type': 'application/json', ...request.headers },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: AbortSignal.timeout(requestTimeout),
    });
    const text = await response.text();
    if (response.status === 429 || response.status >= 500) {
      return { failure: `status ${response.status}`, retryAfter: retryAfter(response.headers.get('retry-after')) };
    }
    return { answer: { status: response.status, isSuccess: response.ok, body: parseBody(text) } };
  } catch (error) {
    return { failure: reasonOf(error), retryAfter: 0 };
  }
}

/** Milliseconds of a `Retry-After` in seconds; a date, which API Gateway never sends, counts as none. */
function retryAfter(header: string | null): number {
  const seconds = Number(header ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds * 1_000), longestRetryAfter) : 0;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` hides why a connection failed in the error's cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') return 'nothing answers there';
  return cause instanceof Error && cause.message !== '' ? cause.message : 'the connection broke';
}
