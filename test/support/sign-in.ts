import { createHash, randomBytes } from 'node:crypto';
import type { SignInServer } from '../../local/servers/sign-in.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
}

/** Signs somebody in as the studio does, with what a browser does in between. */
export async function signIn({ endpoint, clientId }: SignInServer, email: string): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const back = 'http://localhost:1/';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: back,
    scope: 'openid email',
    state: 'x',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const entered = await fetch(`${endpoint}/oauth2/authorize?${query}`, {
    method: 'POST',
    body: new URLSearchParams({ email }),
    redirect: 'manual',
  });
  const code = new URL(entered.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const answered = await fetch(`${endpoint}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: back,
      code_verifier: verifier,
    }),
  });
  const tokens = (await answered.json()) as { access_token: string; id_token: string };
  return { accessToken: tokens.access_token, idToken: tokens.id_token };
}
