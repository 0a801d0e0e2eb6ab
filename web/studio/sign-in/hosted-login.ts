import type { PageSettings } from '../../../contracts/pages.ts';

export type HostedLogin = NonNullable<PageSettings['signIn']>;

/** What the login says of somebody: one token opens workspaces, the other tells who they are. */
export interface LoginTokens {
  readonly accessToken: string;
  readonly idToken: string;
}

const place = 'groundswell:studio:login';
const home = () => `${location.origin}/`;

/** Leads to the hosted login, by the authorization code grant with PKCE (RFC 7636). */
export async function leaveForLogin({ url, clientId }: HostedLogin): Promise<void> {
  const verifier = randomText();
  const state = randomText();
  sessionStorage.setItem(place, JSON.stringify({ verifier, state }));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: home(),
    scope: 'openid email',
    state,
    code_challenge_method: 'S256',
    code_challenge: base64url(new Uint8Array(digest)),
  });
  location.assign(`${url}/oauth2/authorize?${query}`);
}

/** Whether the address is one that the hosted login sent somebody back to. */
export function comesFromLogin(): boolean {
  const query = new URLSearchParams(location.search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/**
 * Redeems the code in the address, and takes it out.
 * @throws Error with a sentence for people
 */
export async function redeemCode({ url, clientId }: HostedLogin): Promise<LoginTokens> {
  const query = new URLSearchParams(location.search);
  history.replaceState(null, '', location.pathname);
  const kept = JSON.parse(sessionStorage.getItem(place) ?? '{}') as { verifier?: string; state?: string };
  sessionStorage.removeItem(place);
  const code = query.get('code');
  if (!code || !kept.verifier || query.get('state') !== kept.state) {
    throw new Error('The login was not finished. Please try again.');
  }
  const response = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: home(),
      code_verifier: kept.verifier,
    }),
  }).catch(() => undefined);
  const body = (await response?.json().catch(() => undefined)) as
    | { access_token?: string; id_token?: string }
    | undefined;
  if (!response?.ok || !body?.access_token || !body.id_token)
    throw new Error('The login could not be completed. Please try again.');
  return { accessToken: body.access_token, idToken: body.id_token };
}

function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
