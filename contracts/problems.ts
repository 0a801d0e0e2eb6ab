/**
 * Every error that the API answers, as an RFC 9457 problem document. `type` of the document is
 * `urn:groundswell:problem:<code>`; the codes are stable, titles and details may change.
 */
export const problems = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-request': { status: 400, title: 'The request has a wrong shape' },
  'missing-key': { status: 401, title: 'No valid API key' },
  'invalid-id-token': { status: 401, title: 'No valid ID token' },
  'invalid-voter-proof': { status: 401, title: 'No valid proof of a voter' },
  'invalid-voter-token': { status: 401, title: 'No valid voter token' },
  'missing-scope': { status: 403, title: 'The API key lacks a scope' },
  'not-through-edge': { status: 403, title: 'The request went around the front door' },
  'sign-up-closed': { status: 403, title: 'Nobody founds workspaces here uninvited' },
  'results-hidden': { status: 403, title: 'The results are not visible to you' },
  'not-found': { status: 404, title: 'Not found' },
  'poll-not-open': { status: 409, title: 'The poll does not take responses now' },
  'wrong-state': { status: 409, title: 'The poll is in another state' },
  'code-used': { status: 409, title: 'The code was used' },
  'last-owner': { status: 409, title: 'A workspace needs an owner' },
  'webhook-disabled': { status: 409, title: 'The webhook is disabled' },
  'version-mismatch': { status: 412, title: 'The poll has changed since you read it' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'invalid-content': { status: 422, title: 'The content breaks a rule' },
  'idempotency-mismatch': { status: 422, title: 'The idempotency key was used for another request' },
  'version-required': { status: 428, title: 'An If-Match header is required' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const;

export type ProblemCode = keyof typeof problems;

/** One broken rule: which field (a JSON pointer), and what holds for it. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** The body of an error answer, media type `application/problem+json`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** Where each code's `type` starts. */
export const problemTypePrefix = 'urn:groundswell:problem:';
