import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Environment } from '../../contracts/functions.ts';

/** What the login says of who has signed in; only an ID token says more than `sub`. */
export interface SignInClaims {
  readonly sub: string;
  readonly email?: unknown;
  readonly email_verified?: unknown;
}

/** How long the login may take to give out its keys. Milliseconds. */
const timeoutMs = 3_000;

/** The same code for Cognito and for the issuer of a laptop, which has no TLS. */
const fetcher = {
  async fetch(uri: string): Promise<ArrayBuffer> {
    const response = await fetch(uri, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`${uri} answered ${response.status}`);
    return await response.arrayBuffer();
  },
};

/**
 * Makes what checks the login's tokens by signature, issuer, client, use and time.
 * @param use an `access` token opens workspaces, an `id` token tells who somebody is; neither passes for the other
 * @returns a function that gives undefined for a token that isn't valid; it throws where that can't be found out
 */
export function signInTokens(
  {
    SIGN_IN_ISSUER: issuer,
    SIGN_IN_CLIENT_ID: clientId,
  }: Pick<Environment<'joinWorkspace'>, 'SIGN_IN_ISSUER' | 'SIGN_IN_CLIENT_ID'>,
  use: 'access' | 'id',
): (token: string) => Promise<SignInClaims | undefined> {
  const verifier = JwtVerifier.create(
    { issuer, audience: use === 'id' ? clientId : null, jwksUri: `${issuer}/.well-known/jwks.json` },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  return async (token) => {
    try {
      const { sub, exp, token_use, client_id, ...claims } = await verifier.verify(token);
      const isOurs = token_use === use && (use === 'id' || client_id === clientId);
      return isOurs && sub && exp !== undefined ? { sub, ...claims } : undefined;
    } catch (error) {
      // Keys that can't be fetched say nothing of the token.
      if (error instanceof JwtBaseError && !(error instanceof FetchError)) return undefined;
      throw error;
    }
  };
}
