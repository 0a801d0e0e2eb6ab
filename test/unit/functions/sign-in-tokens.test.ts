import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { headers } from '../../../contracts/headers.ts';
import type { MembershipView } from '../../../contracts/people.ts';
import { roles } from '../../../contracts/roles.ts';
import { scopes } from '../../../contracts/scopes.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import type { ApiEvent } from '../../../functions/middleware/api.ts';
import { callerFinder } from '../../../functions/middleware/credentials.ts';
import { signInTokens } from '../../../functions/middleware/sign-in-tokens.ts';
import { viewerOf } from '../../../functions/results/viewer.ts';
import {
  accessClaims,
  clientId,
  hmacBy,
  hourFromNow,
  newKeys,
  signatureBy,
  startIssuer,
  tokenOf,
} from '../../support/token-issuer.ts';

const issuer = await startIssuer();
const other = await startIssuer();
after(() => {
  issuer.stop();
  other.stop();
});
const environment = { SIGN_IN_ISSUER: issuer.issuer, SIGN_IN_CLIENT_ID: clientId };

let memberships: readonly MembershipView[] = [];
const key = `gsk_${'k'.repeat(43)}`;
const finder = () =>
  callerFinder({
    keys: { find: async () => ({ workspaceId: 'acme', scopes: ['polls:read'] }) },
    people: { memberships: async (personId) => (personId === 'a-person' ? memberships : []) },
    environment,
  });
const ask = finder();

test('a person has in their workspace the scopes of their role', async () => {
  for (const role of ['owner', 'editor', 'viewer'] as const) {
    memberships = [{ workspaceId: 'acme', role }];
    const person = { workspaceId: 'acme', scopes: roles[role], actor: 'person:a-person' };
    assert.deepEqual(await ask(issuer.token()), person, role);
  }
  assert.deepEqual(roles.owner, scopes);
  for (const scope of ['keys:write', 'people:write', 'webhooks:write', 'voters:sign']) {
    assert.ok(!roles.editor.some((allowed) => allowed === scope), scope);
  }
  assert.ok(!roles.viewer.some((scope) => /:(write|sign)$/.test(scope)));
});

test('of several workspaces the first counts, or the one that is named; a stranger is in none', async () => {
  memberships = [
    { workspaceId: 'beta', role: 'owner' },
    { workspaceId: 'a:b', role: 'editor' },
    { workspaceId: 'acme', role: 'viewer' },
  ];
  const token = issuer.token();
  const found = async (shown: string) => (await ask(shown))?.workspaceId;
  assert.equal(await found(token), 'a:b');
  for (const name of ['acme', 'beta', 'a:b']) assert.equal(await found(`${name}:${token}`), name);
  for (const foreign of ['gamma', 'Beta', '', ' beta']) assert.equal(await found(`${foreign}:${token}`), undefined);
  assert.equal(await found(issuer.token({ sub: 'somebody-else' })), undefined);
});

test('a token that has ended, isn’t valid yet, or was made for anything else is nobody’s', async () => {
  memberships = [{ workspaceId: 'acme', role: 'owner' }];
  const now = Math.floor(Date.now() / 1_000);
  const wrong: Record<string, Record<string, unknown>> = {
    ended: { exp: now - 1 },
    endless: { exp: undefined },
    'of the future': { nbf: now + 600 },
    'of another client': { client_id: 'another' },
    'of another pool': { iss: other.issuer },
    'of no issuer': { iss: undefined },
    'of nobody': { sub: undefined },
    'an ID token': { token_use: 'id', aud: clientId, client_id: undefined },
    'an ID token that names the client': { token_use: 'id', aud: clientId },
  };
  for (const [what, claims] of Object.entries(wrong)) assert.equal(await ask(issuer.token(claims)), undefined, what);
  assert.equal(await ask(other.token()), undefined, 'what another issuer signed');
  assert.equal(await ask(other.token({ iss: issuer.issuer })), undefined, 'what another issuer signed in our name');
  assert.notEqual(await ask(issuer.token()), undefined);
});

test('an ID token tells who somebody is; an access token doesn’t, nor an ID token of another client', async () => {
  const read = signInTokens(environment, 'id');
  const id = { sub: 'a-person', iss: issuer.issuer, token_use: 'id', aud: clientId, email: 'a@b.example' };
  assert.equal((await read(issuer.sign({ ...id, ...hourFromNow() })))?.email, 'a@b.example');
  for (const changes of [{ aud: 'another' }, { aud: undefined }, { token_use: 'access' }, { iss: other.issuer }]) {
    assert.equal(await read(issuer.sign({ ...id, ...hourFromNow(), ...changes })), undefined, JSON.stringify(changes));
  }
  assert.equal(await read(issuer.token()), undefined);
  assert.equal(await read(issuer.token({ aud: clientId })), undefined);
});

test('nobody can make a token themselves', async () => {
  memberships = [{ workspaceId: 'acme', role: 'owner' }];
  const claims = accessClaims(issuer.issuer);
  const [header = '', , signature = ''] = issuer.token().split('.');
  const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'all' })).toString('base64url');
  const forged: Record<string, string> = {
    'changed claims': `${header}.${changed}.${signature}`,
    'no signature': `${header}.${changed}.`,
    'alg none': tokenOf({ alg: 'none', kid: 'key-1' }, claims, () => ''),
    'alg none with a signature': tokenOf({ alg: 'none', kid: 'key-1' }, claims, () => signature),
    'the public key as a secret': tokenOf({ alg: 'HS256', kid: 'key-1' }, claims, hmacBy(issuer.publicKey)),
    'another key by the same name': tokenOf(
      { alg: 'RS256', kid: 'key-1' },
      claims,
      signatureBy(newKeys('RS256').privateKey),
    ),
    'an unknown key': issuer.token({}, { kid: 'key-2' }),
    'no key': issuer.token({}, { kid: undefined }),
    'a key that comes along': issuer.token({}, { kid: 'key-2', jku: other.jwksUrl }),
    'no JSON': 'eyJ.eyJ.x',
    nothing: '',
  };
  for (const [what, shown] of Object.entries(forged)) assert.equal(await ask(shown), undefined, what);
});

test('the keys are fetched once, and while they can’t be, nobody is told that their token is wrong', async () => {
  const fresh = finder();
  issuer.setReachable(false);
  await assert.rejects(fresh(issuer.token()), /jwks\.json/);
  issuer.setReachable(true);
  const before = issuer.fetches();
  for (let count = 0; count < 3; count += 1) assert.notEqual(await fresh(issuer.token()), undefined);
  assert.equal(issuer.fetches(), before + 1);
});

test('a key that the issuer has replaced opens nothing once the new one is seen', async () => {
  const fresh = finder();
  const before = issuer.token();
  assert.notEqual(await fresh(before), undefined);
  issuer.rotate();
  assert.notEqual(await fresh(issuer.token()), undefined, 'the new key is fetched when it is first met');
  assert.equal(await fresh(before), undefined);
});

function workspaceOf(shown: string | undefined): Promise<string | undefined> {
  const event = { headers: shown === undefined ? {} : { [headers.apiKey]: shown } } as unknown as ApiEvent;
  const none = () => Promise.reject(new Error('Nobody asks for it.'));
  return viewerOf(event, {} as Poll, { findCaller: finder(), responses: { find: none }, secret: none }).workspaceId();
}

test('a viewer belongs to a workspace by an access token as by a key, if they may see results', async () => {
  memberships = [{ workspaceId: 'acme', role: 'viewer' }];
  assert.equal(await workspaceOf(issuer.token()), 'acme');
  assert.equal(await workspaceOf(issuer.token({ token_use: 'id' })), undefined);
  assert.equal(await workspaceOf(key), undefined, 'the key may not see results');
  assert.equal(await workspaceOf(undefined), undefined);
});
