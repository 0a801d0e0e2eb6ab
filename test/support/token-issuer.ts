import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const clientId = 'theclientofthestudio';

/** Who signs tokens, and publishes the keys that prove it, over HTTP on this machine. */
export interface TokenIssuer {
  /** The claim `iss`. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Of the newest key. */
  readonly publicKey: string;
  /** How often anybody fetched the published keys. */
  readonly fetches: () => number;
  /** From now on the keys can't be fetched, or can again. */
  setReachable(isReachable: boolean): void;
  /** Signs with a new key from now on, and publishes it alone. */
  rotate(): void;
  /** An access token as Cognito makes them, but for what is given. */
  token(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
  /** A token of these claims and no others. */
  sign(claims: object, header?: Readonly<Record<string, unknown>>): string;
  stop(): void;
}

export type Algorithm = 'RS256' | 'ES256';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Puts a token together by hand; `signature` makes its third part of the first two. */
export function tokenOf(header: object, claims: object, signature: (input: string) => string): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signature(input)}`;
}

export const hmacBy = (secret: string) => (input: string) =>
  createHmac('sha256', secret).update(input).digest('base64url');

export const signatureBy = (key: KeyObject) => (input: string) =>
  // An option of EC keys alone: r and s side by side, as JWS has it.
  sign('SHA256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

export const newKeys = (algorithm: Algorithm) =>
  algorithm === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What every token says: when it was made, and that it is good for an hour. */
export function hourFromNow(): { iat: number; exp: number } {
  const iat = Math.floor(Date.now() / 1_000);
  return { iat, exp: iat + 3_600 };
}

/** What an access token of Cognito says. */
export function accessClaims(issuer: string, sub = 'a-person'): Record<string, unknown> {
  const own = { sub, username: sub, token_use: 'access', client_id: clientId, scope: 'openid email' };
  return { ...own, iss: issuer, ...hourFromNow() };
}

/** Starts an issuer. @param namesAlgorithm whether its published keys say what they are for */
export async function startIssuer(algorithm: Algorithm = 'RS256', namesAlgorithm = true): Promise<TokenIssuer> {
  let generation = 0;
  let keys = newKeys(algorithm);
  let fetches = 0;
  let isReachable = true;
  const kid = () => `key-${generation + 1}`;
  const server = createServer((request, response) => {
    fetches += 1;
    const use = namesAlgorithm ? { alg: algorithm, use: 'sig' } : {};
    const jwks = { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: kid(), ...use }] };
    const isThere = isReachable && request.url === '/pool/.well-known/jwks.json';
    response.writeHead(isThere ? 200 : 503).end(JSON.stringify(jwks));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}/pool`;
  const signed: TokenIssuer['sign'] = (claims, header = {}) =>
    tokenOf({ kid: kid(), alg: algorithm, ...header }, claims, signatureBy(keys.privateKey));
  return {
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    get publicKey() {
      return keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    },
    fetches: () => fetches,
    setReachable(reachable) {
      isReachable = reachable;
    },
    rotate() {
      generation += 1;
      keys = newKeys(algorithm);
    },
    token: (claims = {}, header = {}) => signed({ ...accessClaims(issuer), ...claims }, header),
    sign: signed,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
