import {
  type FieldError,
  type ProblemCode,
  type ProblemDocument,
  problemTypePrefix,
} from '../../contracts/problems.ts';

/** The API's own refusal, from its RFC 9457 problem document. */
export class ProblemError extends Error {
  /** Stable; `unknown` where something before the API answered. */
  readonly code: ProblemCode | 'unknown';
  readonly status: number;
  readonly document: Partial<ProblemDocument>;
  /** Each broken rule, by JSON pointer. */
  readonly errors: readonly FieldError[];
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, document: Partial<ProblemDocument>, retryAfterMs?: number) {
    super(document.detail ?? document.title ?? `HTTP ${status}`);
    this.name = 'ProblemError';
    this.status = status;
    this.document = document;
    this.errors = document.errors ?? [];
    this.retryAfterMs = retryAfterMs;
    this.code = codeOf(status, document.type);
  }
}

/** The request or its answer got lost: nobody knows whether it arrived. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super('The connection failed.', { cause });
    this.name = 'ConnectionError';
  }
}

/** Whether the same request may well succeed later. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return error instanceof ConnectionError;
  return error.status === 429 || error.status === 408 || error.status >= 500;
}

/** What an error asks a client to wait at least, in milliseconds. */
export function askedWaitMs(error: unknown): number | undefined {
  return error instanceof ProblemError ? error.retryAfterMs : undefined;
}

function codeOf(status: number, type: unknown): ProblemError['code'] {
  if (typeof type === 'string' && type.startsWith(problemTypePrefix)) {
    return type.slice(problemTypePrefix.length) as ProblemCode;
  }
  // The gateway's own throttle writes no problem document.
  return status === 429 ? 'too-many-requests' : 'unknown';
}
