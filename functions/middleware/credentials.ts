import type { Environment } from '../../contracts/functions.ts';
import { callerOf, type PeopleStore } from '../../domain/people/people.ts';
import { type Caller, type FoundKey, hashKey, type KeyStore, looksLikeKey } from '../../domain/polls/api-keys.ts';
import { signInTokens } from './sign-in-tokens.ts';

/** A workspace before it, where the person means another than their first; then the three parts of a token. */
const tokenPattern = /^(?:(.+):)?(eyJ[\w-]+\.[\w-]+\.[\w-]*)$/;

export interface Credentials {
  readonly keys: Pick<KeyStore, 'find'>;
  readonly people: Pick<PeopleStore, 'memberships'>;
  readonly environment: Pick<Environment<'authorizeKey'>, 'SIGN_IN_ISSUER' | 'SIGN_IN_CLIENT_ID'>;
  /** Told of each key that opened something. @default nobody is */
  readonly onUse?: (hash: string, key: FoundKey) => Promise<void>;
}

/**
 * Makes what tells a caller by what they show in `x-api-key`: an API key, or the access token of a person who has signed
 * in, as it is or behind `<workspace>:`.
 * @returns a function that gives undefined for a key or a token that isn't valid, and for a person without a role; it
 * throws where that can't be found out
 */
export function callerFinder({
  keys,
  people,
  environment,
  onUse,
}: Credentials): (shown: string) => Promise<Caller | undefined> {
  const verify = signInTokens(environment, 'access');
  return async (shown) => {
    if (looksLikeKey(shown)) {
      const hash = hashKey(shown);
      const key = await keys.find(hash, Date.now());
      if (key) await onUse?.(hash, key);
      return key && { ...key, ...(key.keyId === undefined ? {} : { actor: `key:${key.keyId}` }) };
    }
    const [, workspaceId, token] = tokenPattern.exec(shown) ?? [];
    const claims = token === undefined ? undefined : await verify(token);
    return claims && callerOf(claims.sub, await people.memberships(claims.sub), workspaceId);
  };
}
