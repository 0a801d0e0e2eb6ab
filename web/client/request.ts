import type { ProblemDocument } from '../../contracts/problems.ts';
import { ConnectionError, ProblemError } from './errors.ts';

/** How long an answer may take, in milliseconds: longer than API Gateway lets a function run. */
const patienceMs = 31_000;

export interface Answer<T> {
  /** Absent for `304`. */
  readonly body: T | undefined;
  readonly headers: Headers;
}

/**
 * One request to the API.
 * @param address the API's address and the path
 * @throws ProblemError when it is refused, ConnectionError when nothing comes back
 */
export async function request<T>(
  address: string,
  given: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer<T>> {
  const { body, headers, method = 'GET' } = given;
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      signal: AbortSignal.timeout(patienceMs),
      // Nothing of the API rests on cookies, and the client keeps ETags itself.
      credentials: 'omit',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    throw new ConnectionError(error);
  }
  if (response.status === 304) return { body: undefined, headers: response.headers };
  const json = parse(text);
  if (!response.ok) throw new ProblemError(response.status, (json ?? {}) as Partial<ProblemDocument>, waitOf(response));
  // A portal of some Wi-Fi answers 200 with a page of its own.
  if (json === undefined) throw new ConnectionError(`${address} answered no JSON`);
  return { body: json as T, headers: response.headers };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` in milliseconds; it comes as seconds or as a date. */
function waitOf({ headers }: Response): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
