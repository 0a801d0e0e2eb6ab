import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen.ts';
import type { LocalServer } from './local-server.ts';
import { loginPage } from './sign-in-page.ts';

/** Stands for Cognito's hosted login: it takes everybody at their word, and signs tokens as Cognito does. */
export interface SignInServer extends LocalServer {
  /** The claim `iss`; its keys are below it. */
  readonly issuer: string;
  readonly clientId: string;
}

const pool = 'laptop_People';
const clientId = 'studio-on-a-laptop';
const tokenSeconds = 3_600;
/** Pages of this very machine, whatever port they have. */
const ownPage = /^http:\/\/(localhost|127\.0\.0\.1)(:[0-9]+)?\//;

interface Login {
  readonly email: string;
  readonly challenge: string;
}

/** Starts the login with keys of its own, which end with the program. */
export async function startSignIn(): Promise<SignInServer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const kid = randomBytes(8).toString('hex');
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] };
  const logins = new Map<string, Login>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === `/${pool}/.well-known/jwks.json`) return say(response, 200, keys);
    if (url.pathname === '/oauth2/authorize') return authorize(request, response, url.searchParams, logins);
    if (url.pathname === '/oauth2/token' && request.method === 'POST') {
      const login = redeem(new URLSearchParams(await text(request)), logins);
      if (!login) return say(response, 400, { error: 'invalid_grant' });
      return say(response, 200, tokensOf(login.email, { issuer, kid, privateKey }));
    }
    return say(response, 404, { error: 'not_found' });
  });
  const { port, stop } = await listen(server);
  const endpoint = `http://localhost:${port}`;
  const issuer = `${endpoint}/${pool}`;
  return { endpoint, issuer, clientId, stop };
}

/** Asks who it is, and leads back to the page with a code for them. */
async function authorize(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  logins: Map<string, Login>,
): Promise<void> {
  const back = query.get('redirect_uri') ?? '';
  const challenge = query.get('code_challenge') ?? '';
  const isAsked = query.get('client_id') === clientId && query.get('response_type') === 'code';
  if (!isAsked || !ownPage.test(back) || challenge === '') return say(response, 400, { error: 'invalid_request' });
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(loginPage);
    return;
  }
  const email = new URLSearchParams(await text(request)).get('email')?.trim().toLowerCase() ?? '';
  if (!email.includes('@')) return say(response, 400, { error: 'invalid_request' });
  const code = randomBytes(16).toString('base64url');
  logins.set(code, { email, challenge });
  const target = new URL(back);
  target.searchParams.set('code', code);
  target.searchParams.set('state', query.get('state') ?? '');
  response.writeHead(303, { location: target.href }).end();
}

/** Takes a code, once, from whoever knows what its challenge was made of. */
function redeem(form: URLSearchParams, logins: Map<string, Login>): Login | undefined {
  const code = form.get('code') ?? '';
  const login = logins.get(code);
  logins.delete(code);
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  return login?.challenge === challenge && form.get('client_id') === clientId ? login : undefined;
}

/** Tokens with the claims of Cognito's. The same address is the same person, whenever the program runs. */
function tokensOf(email: string, by: { issuer: string; kid: string; privateKey: KeyObject }): object {
  const now = Math.floor(Date.now() / 1_000);
  const sub = createHash('sha256').update(email).digest('hex').slice(0, 32);
  const shared = { sub, iss: by.issuer, iat: now, auth_time: now, exp: now + tokenSeconds };
  return {
    access_token: signed(
      { ...shared, token_use: 'access', client_id: clientId, scope: 'openid email', username: sub },
      by,
    ),
    id_token: signed({ ...shared, token_use: 'id', aud: clientId, email, email_verified: true }, by),
    token_type: 'Bearer',
    expires_in: tokenSeconds,
  };
}

function signed(claims: object, { kid, privateKey }: { kid: string; privateKey: KeyObject }): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode({ alg: 'RS256', kid })}.${encode(claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  response.end(JSON.stringify(body));
}
