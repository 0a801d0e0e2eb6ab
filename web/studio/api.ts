import { headers } from '../../contracts/headers.ts';
import type { FieldError, ProblemDocument } from '../../contracts/problems.ts';
import { apiKey, endSession } from './session.ts';

/** Why a request came to nothing, in a sentence for people. */
export class ApiError extends Error {
  /** 0 where no answer came. */
  readonly status: number;
  /** Each broken rule, by JSON pointer. */
  readonly errors: readonly FieldError[];

  constructor(status: number, problem: Partial<ProblemDocument> = {}) {
    super(sentence(status, problem));
    this.name = 'ApiError';
    this.status = status;
    this.errors = problem.errors ?? [];
  }
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | undefined;
  /** What `Retry-After` asks for, in seconds. */
  readonly retryAfter: number | undefined;
}

export interface ApiRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One request to the API with the session's key. A `401` ends the session, which shows the sign-in page.
 * @throws ApiError when it is refused or no answer comes
 */
export async function send<T>(method: string, path: string, request: ApiRequest = {}): Promise<ApiAnswer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(apiKey.value === undefined ? {} : { [headers.apiKey]: apiKey.value }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      cache: 'no-store',
      ...(request.signal ? { signal: request.signal } : {}),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    text = await response.text();
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiError(0);
  }
  const body = parse(text);
  if (!response.ok && response.status !== 304) {
    if (response.status === 401) endSession('Your key is not valid, or your session has ended. Please sign in again.');
    throw new ApiError(response.status, (body ?? {}) as Partial<ProblemDocument>);
  }
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    body: body as T,
    etag: response.headers.get('etag') ?? undefined,
    retryAfter: Number.isNaN(wait) ? undefined : wait,
  };
}

/** What to tell a person of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'Something unexpected happened. Reload the page and try again.';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentence(status: number, { detail, title, errors }: Partial<ProblemDocument>): string {
  if (status === 0) return 'The server can’t be reached. Check your connection and try again.';
  if (status === 412) return 'Somebody else has changed this poll since you opened it.';
  if (status === 422 || (status === 400 && errors)) return 'Some fields need another look. They are marked below.';
  if (status === 429) return 'Too many requests at once. Wait a moment and try again.';
  if (status === 403) return detail ?? 'Your key does not allow this.';
  if (status === 404) return 'This isn’t here. It may have been deleted, or this server doesn’t offer it.';
  if (status >= 500) return 'The server has a problem. Try again in a moment.';
  return detail ?? title ?? 'The server refused the request.';
}
