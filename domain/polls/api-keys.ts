import { createHash, randomBytes } from 'node:crypto';
import type { ApiKeyView, NewApiKey } from '../../contracts/keys.ts';
import type { Scope } from '../../contracts/scopes.ts';
import { Problem, pointer } from '../problem.ts';

/** Who calls: what a valid API key stands for. */
export interface Caller {
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
  /** `key:<id>` or `person:<id>`, for the workspace's record. */
  readonly actor?: string;
}

/** A key that opens something. */
export interface FoundKey extends Caller {
  /** Absent for keys of the first days, which no list has. */
  readonly keyId?: string;
  /** The day (UTC) on which it was last used, such as 2027-01-31. */
  readonly lastUsedOn?: string;
}

/** Where API keys are looked up, by their hash only. */
export interface KeyStore {
  /**
   * @param now milliseconds since 1970
   * @returns undefined for a key that is unknown, revoked or over
   */
  find(hash: string, now: number): Promise<FoundKey | undefined>;
}

/** A key as its workspace knows it, without the key. */
export type KeyEntry = ApiKeyView & { readonly workspaceId: string };

/** Where API keys are made, listed and revoked. */
export interface KeyRegister {
  add(hash: string, entry: KeyEntry): Promise<void>;
  /** @returns undefined where the workspace has no such key, or has revoked it */
  get(workspaceId: string, keyId: string): Promise<ApiKeyView | undefined>;
  /**
   * Adds a key in the place of another one, which ends at `endsAt` (milliseconds since 1970), or sooner if it did already.
   * @returns false where that one is revoked, over, or replaced already
   */
  replace(before: ApiKeyView, hash: string, entry: KeyEntry, endsAt: number): Promise<boolean>;
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
 * @throws Problem `invalid-content` for an end that has passed
 */
export async function createKey(
  keys: Pick<KeyRegister, 'add'>,
  { workspaceId, now, ...wanted }: Caller & { name: string; now: number; expiresAt?: string | undefined },
): Promise<NewApiKey> {
  const { expiresAt } = wanted;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now) {
    throw new Problem('invalid-content', 'The key breaks a rule.', {
      fieldErrors: [{ pointer: pointer('expiresAt'), detail: 'must be later than now' }],
    });
  }
  const key = generateKey();
  const view = viewOf(wanted, now);
  await keys.add(hashKey(key), { ...view, workspaceId });
  return { ...view, key };
}

/**
 * Makes a key of the same name, scopes and end in the place of another one, which is good for some time more: whoever
 * uses it has that long to take up the new one.
 * @throws Problem `not-found`, `wrong-state` for one that is over or was replaced already, and as `assertGrantable`:
 * whoever gets the new key has its scopes
 */
export async function rotateKey(
  keys: Pick<KeyRegister, 'get' | 'replace'>,
  { caller, keyId, overlapSeconds, now }: { caller: Caller; keyId: string; overlapSeconds: number; now: number },
): Promise<NewApiKey> {
  const { workspaceId } = caller;
  const before = await keys.get(workspaceId, keyId);
  if (!before) throw new Problem('not-found', 'There is no such API key.');
  assertGrantable(caller, before.scopes);
  const key = generateKey();
  const view = viewOf(before, now);
  const isOver = before.expiresAt !== undefined && Date.parse(before.expiresAt) <= now;
  const endsAt = Math.min(now + overlapSeconds * 1_000, Date.parse(before.expiresAt ?? '') || Number.POSITIVE_INFINITY);
  if (isOver || !(await keys.replace(before, hashKey(key), { ...view, workspaceId }, endsAt))) {
    throw new Problem('wrong-state', 'The key is over, or was replaced already.');
  }
  return { ...view, key };
}

function viewOf(
  { name, scopes, expiresAt }: Pick<ApiKeyView, 'name' | 'scopes'> & { expiresAt?: string | undefined },
  now: number,
): ApiKeyView {
  return {
    id: randomBytes(12).toString('base64url'),
    name,
    scopes: [...new Set(scopes)],
    createdAt: new Date(now).toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  };
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
