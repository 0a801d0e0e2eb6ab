import { createHash, randomBytes } from 'node:crypto';
import type { ApiKeyView, NewApiKey } from '../../contracts/keys.ts';
import type { Scope } from '../../contracts/scopes.ts';
import { Problem } from '../problem.ts';

/** Who calls: what a valid API key stands for. */
export interface Caller {
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
}

/** Where API keys are looked up, by their hash only. */
export interface KeyStore {
  /** @returns undefined for an unknown or revoked key */
  find(hash: string): Promise<Caller | undefined>;
}

/** A key as its workspace knows it, without the key. */
export type KeyEntry = ApiKeyView & { readonly workspaceId: string };

/** Where API keys are made, listed and revoked. */
export interface KeyRegister {
  add(hash: string, entry: KeyEntry): Promise<void>;
  /** A workspace's keys that aren't revoked, oldest first. */
  list(workspaceId: string): Promise<ApiKeyView[]>;
  /** @returns false where the workspace has no such key, or has revoked it already */
  revoke(workspaceId: string, keyId: string): Promise<boolean>;
  /** @returns false for a key that is unknown or revoked already */
  revokeByHash(hash: string): Promise<boolean>;
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
 * @returns it with the key itself, which nobody can show again
 */
export async function createKey(
  keys: Pick<KeyRegister, 'add'>,
  { workspaceId, scopes, name, now }: Caller & { name: string; now: number },
): Promise<NewApiKey> {
  const key = generateKey();
  const view: ApiKeyView = {
    id: randomBytes(12).toString('base64url'),
    name,
    scopes: [...new Set(scopes)],
    createdAt: new Date(now).toISOString(),
  };
  await keys.add(hashKey(key), { ...view, workspaceId });
  return { ...view, key };
}

/** A key that a tool makes. @returns the key itself */
export async function issueKey(
  keys: Pick<KeyRegister, 'add'>,
  caller: Caller,
  name = 'Made by a tool',
): Promise<string> {
  return (await createKey(keys, { ...caller, name, now: Date.now() })).key;
}

/**
 * Nobody can hand on more than they have.
 * @throws Problem `missing-scope`
 */
export function assertGrantable(caller: Caller, wanted: readonly Scope[]): void {
  const missing = wanted.filter((scope) => !caller.scopes.includes(scope));
  if (missing.length > 0) {
    throw new Problem('missing-scope', `Your own API key lacks ${missing.join(', ')}, so it can't grant that.`);
  }
}
