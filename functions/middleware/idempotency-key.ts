import { headers } from '../../contracts/headers.ts';
import { limits } from '../../contracts/limits.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiEvent } from './api.ts';

/**
 * The caller's `Idempotency-Key`, if there is one.
 * @throws Problem `invalid-request` when it is empty or too long
 */
export function idempotencyKeyOf(event: ApiEvent): string | undefined {
  const key = event.headers[headers.idempotencyKey];
  if (key !== undefined && (key.length === 0 || key.length > limits.idempotencyKeyLength)) {
    throw new Problem('invalid-request', 'The request has a wrong header.', {
      fieldErrors: [
        { pointer: '', detail: `Idempotency-Key must have 1 to ${limits.idempotencyKeyLength} characters` },
      ],
    });
  }
  return key;
}
