import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, test } from 'node:test';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { headers } from '../../../contracts/headers.ts';
import { groupName, type Role, roles } from '../../../contracts/roles.ts';
import { scopes } from '../../../contracts/scopes.ts';
import { accessClaims, clientId, hmacBy, startIssuer, tokenOf, userPoolId } from '../../support/token-issuer.ts';

Object.assign(process.env, {
  POLLS_TABLE: 'x',
  USER_POOL_ID: userPoolId,
  USER_POOL_CLIENT_ID: clientId,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  // Nothing listens there.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
});
const issuer = await startIssuer();
after(() => issuer.stop());

type Module = typeof import('../../../functions/polls/authorize-key.ts');
/** A new instance of the function, which has fetched nothing yet. */
async function start(): Promise<(shown: string) => Promise<unknown>> {
  starts += 1;
  const { handler } = (await import(`../../../functions/polls/authorize-key.ts?${starts}`)) as Module;
  return async (shown) => {
    const event = { headers: { [headers.apiKey]: shown } } as unknown as APIGatewayRequestAuthorizerEventV2;
    const { isAuthorized, context } = await handler(event);
    assert.equal(isAuthorized, true, 'the handler refuses in its own words');
    return context;
  };
}
let starts = 0;
const ask = await start();
const inGroups = (...groups: string[]) => issuer.token({ 'cognito:groups': groups });
const nobody = {};

test('a person has in their workspace the scopes of their role', async () => {
  for (const [role, allowed] of Object.entries(roles)) {
    const context = await ask(inGroups(groupName('acme', role as Role)));
    assert.deepEqual(context, { workspaceId: 'acme', scopes: allowed.join(' ') }, role);
  }
  assert.deepEqual(roles.owner, scopes);
  assert.ok(!roles.editor.some((scope) => scope === ('keys:write' as string)));
  assert.ok(!roles.viewer.some((scope) => scope.endsWith(':write')));
});

test('of several roles in a workspace all count, and of several workspaces the first, or the one that is named', async () => {
  assert.deepEqual(await ask(inGroups('acme:viewer', 'acme:editor')), {
    workspaceId: 'acme',
    scopes: roles.editor.join(' '),
  });
  const token = inGroups('beta:owner', 'acme:viewer', 'a:b:editor');
  const viewing = { workspaceId: 'acme', scopes: roles.viewer.join(' ') };
  assert.deepEqual(await ask(inGroups('beta:owner', 'acme:viewer')), viewing);
  assert.deepEqual(await ask(`acme:${token}`), viewing);
  assert.deepEqual(await ask(`beta:${token}`), { workspaceId: 'beta', scopes: scopes.join(' ') });
  assert.deepEqual(await ask(`a:b:${token}`), { workspaceId: 'a:b', scopes: roles.editor.join(' ') });
  for (const foreign of ['gamma', 'Beta', '', ' beta'])
    assert.deepEqual(await ask(`${foreign}:${token}`), nobody, foreign);
});

test('a person without a role is nobody', async () => {
  assert.deepEqual(await ask(inGroups()), nobody);
  assert.deepEqual(await ask(issuer.token({ 'cognito:groups': undefined })), nobody);
  for (const group of ['acme', 'acme:admin', 'acme:', ':owner', 'acme:Owner', 'owner', 'acme:constructor']) {
    assert.deepEqual(await ask(inGroups(group)), nobody, group);
  }
});

test('a token that has ended, isn’t valid yet, or was made for anything else is refused as a wrong key is', async () => {
  const now = Math.floor(Date.now() / 1_000);
  const wrong: Record<string, Record<string, unknown>> = {
    ended: { exp: now - 1 },
    'of the future': { nbf: now + 600 },
    'of another client': { client_id: 'another' },
    'of another pool': { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another12' },
    'of another issuer': { iss: 'https://example.com' },
    'an id token': { token_use: 'id', aud: clientId, client_id: undefined },
    'an id token that names the client': { token_use: 'id', aud: clientId },
  };
  for (const [what, claims] of Object.entries(wrong)) assert.deepEqual(await ask(issuer.token(claims)), nobody, what);
});

test('nobody can make a token themselves', async () => {
  const token = issuer.token();
  const [header = '', , signature = ''] = token.split('.');
  const claims = Buffer.from(JSON.stringify(accessClaims(['acme:owner', 'beta:owner']))).toString('base64url');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const signedByAnother = (input: string) => sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url');
  const forged: Record<string, string> = {
    'changed claims': `${header}.${claims}.${signature}`,
    'no signature': `${header}.${claims}.`,
    'alg none': tokenOf({ alg: 'none', kid: 'key-1' }, accessClaims(), () => ''),
    'alg none with a signature': tokenOf({ alg: 'none', kid: 'key-1' }, accessClaims(), () => signature),
    'the public key as a secret': tokenOf({ alg: 'HS256', kid: 'key-1' }, accessClaims(), hmacBy(issuer.publicKey)),
    'another key by the same name': tokenOf({ alg: 'RS256', kid: 'key-1' }, accessClaims(), signedByAnother),
    'an unknown key': issuer.token({}, { kid: 'key-2' }),
    'no key': issuer.token({}, { kid: undefined }),
    'no JSON': 'eyJ.eyJ.x',
  };
  for (const [what, shown] of Object.entries(forged)) assert.deepEqual(await ask(shown), nobody, what);
  assert.deepEqual(await ask('x'), nobody);
  assert.deepEqual(await ask(''), nobody);
  assert.notDeepEqual(await ask(token), nobody);
});

test('the pool’s keys are fetched once, and while they can’t be, nobody is told that their token is wrong', async () => {
  const fresh = await start();
  issuer.setReachable(false);
  await assert.rejects(fresh(issuer.token()), /jwks\.json/);
  issuer.setReachable(true);
  const before = issuer.fetches();
  for (let count = 0; count < 3; count += 1) assert.notDeepEqual(await fresh(issuer.token()), nobody);
  assert.equal(issuer.fetches(), before + 1);
});

test('without a user pool no token is taken, and a function that was told nothing of one doesn’t start', async (t) => {
  t.after(() => Object.assign(process.env, { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: clientId }));
  Object.assign(process.env, { USER_POOL_ID: '', USER_POOL_CLIENT_ID: '' });
  assert.deepEqual(await (await start())(issuer.token()), nobody);
  delete process.env.USER_POOL_CLIENT_ID;
  await assert.rejects(start(), /authorizeKey lacks the environment variable USER_POOL_CLIENT_ID/);
});
