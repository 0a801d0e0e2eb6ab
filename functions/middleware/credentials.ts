import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import type { Environment } from '../../contracts/functions.ts';
import { type Caller, hashKey, type KeyStore, looksLikeKey } from '../../domain/polls/api-keys.ts';
import { callerOf } from '../../domain/polls/memberships.ts';

/** A workspace before it, where the person means another than their first; then the three parts of a token. */
const tokenPattern = /^(?:(.+):)?(eyJ[\w-]+\.[\w-]+\.[\w-]*)$/;

/**
 * Makes what tells a caller by what they show in `x-api-key`: an API key, or the access token of a person who has signed
 * in, as it is or behind `<workspace>:`.
 * @returns a function that gives undefined for a key or a token that isn't valid, and for a person without a role; it
 * throws where that can't be found out
 */
export function callerFinder(
  keys: Pick<KeyStore, 'find'>,
  environment: Pick<Environment<'authorizeKey'>, 'USER_POOL_ID' | 'USER_POOL_CLIENT_ID'>,
): (shown: string) => Promise<Caller | undefined> {
  const { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: clientId } = environment;
  // A laptop has no user pool.
  const verifier =
    userPoolId === '' ? undefined : CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
  return async (shown) => {
    if (looksLikeKey(shown)) return keys.find(hashKey(shown));
    const [, workspaceId, token] = tokenPattern.exec(shown) ?? [];
    if (!verifier || token === undefined) return undefined;
    try {
      const { 'cognito:groups': groups } = await verifier.verify(token);
      return callerOf(groups ?? [], workspaceId);
    } catch (error) {
      // Keys that can't be fetched say nothing of the token.
      if (error instanceof JwtBaseError && !(error instanceof FetchError)) return undefined;
      throw error;
    }
  };
}
