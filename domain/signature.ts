import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A text with its signature, `<payload>.<signature>`. One secret signs tokens of several kinds: each payload begins
 * with its kind, so that none passes for another.
 */
export function sign(secret: string, payload: string): string {
  return `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`;
}

/** Whether a text is what `sign` made of its payload. */
export function isSigned(secret: string, token: string): boolean {
  const expected = Buffer.from(sign(secret, token.slice(0, Math.max(0, token.lastIndexOf('.')))));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
