import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '../../contracts/scopes.ts';

/** Who calls: what a valid API key stands for. */
export interface Caller {
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
}

/** Where API keys live, by their hash only. */
export interface KeyStore {
  /** @returns undefined for an unknown or revoked key */
  find(hash: string): Promise<Caller | undefined>;
  save(hash: string, caller: Caller): Promise<void>;
  revoke(hash: string): Promise<void>;
}

/** A new key: 256 random bits behind a prefix by which secret scanners and people recognize it. */
function generateKey(): string {
  return `gsk_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 is enough for a key of 256 random bits: there is nothing to guess, so nothing to slow down. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** Whether a text can be a key at all, which spares a look-up. */
export function looksLikeKey(text: string): boolean {
  return /^gsk_[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * Makes a key and stores its hash.
 * @returns the key itself, which nobody can show again
 */
export async function issueKey(keys: KeyStore, caller: Caller): Promise<string> {
  const key = generateKey();
  await keys.save(hashKey(key), caller);
  return key;
}
