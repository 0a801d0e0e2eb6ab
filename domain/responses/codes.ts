import { randomBytes } from 'node:crypto';
import { voterKey } from './voter.ts';

/** Crockford's digits: none looks like another, and small and capital letters are the same. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 12;

/** Where a poll's codes are kept, by their hash only. */
export interface CodeStore {
  /** @param now milliseconds since 1970 */
  add(pollId: string, hashes: readonly string[], now: number): Promise<void>;
  has(pollId: string, hash: string): Promise<boolean>;
  /** How many were ever issued. */
  issued(pollId: string): Promise<number>;
}

/**
 * New codes of 60 random bits: with a million of them out, a guess finds one with a chance of 2^-40, which is 7 years
 * of 5,000 guesses a second. As people read them: `7K2M-9QXA-04TR`.
 */
export function makeCodes(count: number): string[] {
  return Array.from({ length: count }, () => {
    const code = [...randomBytes(codeLength)].map((byte) => digits[byte % digits.length]).join('');
    return code.match(/.{4}/g)?.join('-') ?? code;
  });
}

/**
 * A code without what people add or mistake when they type it.
 * @returns undefined for what can't be a code
 */
export function normalCode(text: string): string | undefined {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return code.length === codeLength && [...code].every((digit) => digits.includes(digit)) ? code : undefined;
}

/** Under which a code is kept: an HMAC under the poll's own salt, and not the voter key of who uses it. */
export function hashCode(salt: string, code: string): string {
  return voterKey(salt, `issued:${code}`);
}
