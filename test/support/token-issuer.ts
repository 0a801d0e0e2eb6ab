import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestOptions, request } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { mock } from 'node:test';

export const userPoolId = 'eu-central-1_Example12';
export const clientId = 'theclientofthestudio';
const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`;

/** A user pool's part in access tokens: it signs them, and publishes the key that proves it. */
export interface TokenIssuer {
  readonly publicKey: string;
  /** How often anybody fetched the published keys. */
  readonly fetches: () => number;
  /** From now on the keys can't be fetched, or can again. */
  setReachable(isReachable: boolean): void;
  /** A token as Cognito makes them, but for what is given. */
  token(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
  stop(): void;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Puts a token together by hand; `signature` makes its third part of the first two. */
export function tokenOf(header: object, claims: object, signature: (input: string) => string): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signature(input)}`;
}

export const hmacBy = (secret: string) => (input: string) =>
  createHmac('sha256', secret).update(input).digest('base64url');

/** What an access token of Cognito says. */
export function accessClaims(groups: readonly string[] = ['acme:owner']): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000);
  return {
    sub: 'a-person',
    'cognito:groups': groups,
    iss: issuer,
    client_id: clientId,
    token_use: 'access',
    scope: 'openid email',
    username: 'a-person',
    iat: now,
    exp: now + 3_600,
  };
}

/** Starts an issuer on this machine; whatever this process asks Cognito over HTTPS comes there. */
export async function startIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const kid = 'key-1';
  const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] });
  let fetches = 0;
  let isReachable = true;
  const server = createServer((_, response) => {
    fetches += 1;
    response.writeHead(isReachable ? 200 : 503).end(jwks);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const redirect = (uri: string, options: RequestOptions, answer: (response: IncomingMessage) => void) => {
    if (uri !== `${issuer}/.well-known/jwks.json`) throw new Error(`Nothing is asked at ${uri}`);
    return request(`http://127.0.0.1:${port}`, options, answer);
  };
  const redirected = mock.method(https, 'request', redirect as typeof https.request);
  syncBuiltinESMExports();
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fetches: () => fetches,
    setReachable(reachable) {
      isReachable = reachable;
    },
    token: (claims = {}, header = {}) =>
      tokenOf({ kid, alg: 'RS256', ...header }, { ...accessClaims(), ...claims }, (input) =>
        sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url'),
      ),
    stop() {
      server.close();
      redirected.mock.restore();
      syncBuiltinESMExports();
    },
  };
}
