import { createHmac, timingSafeEqual } from 'node:crypto';

/** Keys that are good at the same time, see ADR 52: the one that signs, and the one before it or after it. */
const mostKeys = 2;

/**
 * A text with its signature, `<payload>.<signature>`. One secret signs tokens of several kinds: each payload begins
 * with its kind, so that none passes for another.
 * @param keys one a line, the one that signs first
 */
export function sign(keys: string, payload: string): string {
  return signBy(keys.split('\n')[0] ?? '', payload);
}

/** Whether a text is what `sign` made of its payload, by one of the keys. */
export function isSigned(keys: string, token: string): boolean {
  const payload = token.slice(0, Math.max(0, token.lastIndexOf('.')));
  const given = Buffer.from(token);
  return keys
    .split('\n', mostKeys)
    .map((key) => Buffer.from(signBy(key, payload)))
    .some((expected) => expected.length === given.length && timingSafeEqual(expected, given));
}

function signBy(key: string, payload: string): string {
  return `${payload}.${createHmac('sha256', key).update(payload).digest('base64url')}`;
}
