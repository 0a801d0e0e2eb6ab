import * as z from 'zod/mini';
import { type AcceptedResponse, responseMessageSchema } from '../../contracts/response.ts';

/**
 * Reads the body of a message of the responses queue.
 * @returns the response, or the reason why the body is none: the place and the rule, never what a voter wrote
 */
export function readMessage(body: string): { response: AcceptedResponse } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { reason: 'not JSON' };
  }
  const checked = z.safeParse(responseMessageSchema, value);
  if (checked.success) return { response: checked.data };
  const [issue] = checked.error.issues;
  return { reason: `${issue?.path.slice(0, 2).map(String).join('.') || 'body'}: ${issue?.code ?? 'invalid'}` };
}
