import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { after, test } from 'node:test';
import type { VoterIssuer } from '../../../contracts/voters.ts';
import { KeysNotFetched, workspaceTokens } from '../../../functions/voters/workspace-tokens.ts';
import { hmacBy, hourFromNow, newKeys, signatureBy, startIssuer, tokenOf } from '../../support/token-issuer.ts';

// Its published keys don't say what they are for, as some issuers' don't.
const issuer = await startIssuer('RS256', false);
const other = await startIssuer('RS256');
after(() => {
  issuer.stop();
  other.stop();
});

const settings = (of = issuer): VoterIssuer => ({
  issuer: of.issuer,
  jwksUrl: of.jwksUrl,
  audience: 'polls',
  algorithm: 'RS256',
});
const claims = { sub: 'voter-7', iss: issuer.issuer, aud: 'polls', ...hourFromNow() };

async function fetchKeys(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  return await response.arrayBuffer();
}

function finder(known: Readonly<Record<string, VoterIssuer>> = { acme: settings() }, now?: () => number) {
  const issuers = { get: async (workspaceId: string) => known[workspaceId] };
  return workspaceTokens({ issuers, fetchKeys, ...(now === undefined ? {} : { now }) });
}

test('a token of the workspace’s issuer names the voter', async () => {
  const find = finder();
  assert.equal(await find('acme', issuer.sign(claims)), 'voter-7');
  assert.equal(await find('acme', issuer.sign({ ...claims, aud: ['others', 'polls'] })), 'voter-7');
  assert.equal(await find('beta', issuer.sign(claims)), undefined, 'a workspace without an issuer');
});

test('a token that was made for anything else, has ended, or never ends names nobody', async () => {
  const find = finder({ acme: settings(), beta: settings(other) });
  const now = Math.floor(Date.now() / 1_000);
  const wrong: Record<string, object> = {
    'of another issuer': { iss: other.issuer },
    'of no issuer': { iss: undefined },
    'for others': { aud: 'others' },
    'for nobody': { aud: undefined },
    ended: { exp: now - 1 },
    endless: { exp: undefined },
    'of the future': { nbf: now + 600 },
    'of nobody': { sub: undefined },
    'of an empty name': { sub: '' },
    'of a name without end': { sub: 'x'.repeat(201) },
  };
  for (const [what, changes] of Object.entries(wrong)) {
    assert.equal(await find('acme', issuer.sign({ ...claims, ...changes })), undefined, what);
  }
  assert.equal(await find('beta', issuer.sign(claims)), undefined, 'another workspace’s issuer');
  assert.equal(await find('beta', issuer.sign({ ...claims, iss: other.issuer })), undefined, 'in another’s name');
});

test('nobody can make such a token, nor choose its algorithm', async () => {
  const find = finder();
  const [header = '', payload = '', signature = ''] = issuer.sign(claims).split('.');
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'voter-8' })).toString('base64url');
  const { privateKey } = newKeys('RS256');
  const forged: Record<string, string> = {
    'changed claims': `${header}.${changed}.${signature}`,
    'no signature': `${header}.${payload}.`,
    'alg none': tokenOf({ alg: 'none', kid: 'key-1' }, claims, () => ''),
    'alg none with a signature': tokenOf({ alg: 'none', kid: 'key-1' }, claims, () => signature),
    'the public key as a secret': tokenOf({ alg: 'HS256', kid: 'key-1' }, claims, hmacBy(issuer.publicKey)),
    'another key by the same name': tokenOf({ alg: 'RS256', kid: 'key-1' }, claims, signatureBy(privateKey)),
    'a key that comes along': issuer.sign(claims, { kid: 'x', jku: other.jwksUrl }),
    'no key': issuer.sign(claims, { kid: undefined }),
    'no token': 'x',
  };
  for (const [what, token] of Object.entries(forged)) assert.equal(await find('acme', token), undefined, what);
});

test('the algorithm is the one that the workspace has named, even where its keys would do for others', async (t) => {
  const strict = finder({ acme: { ...settings(), algorithm: 'RS512' } });
  assert.equal(await strict('acme', issuer.sign(claims)), undefined);
  const { privateKey, publicKey } = newKeys('RS256');
  const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] });
  const find = workspaceTokens({
    issuers: { get: async () => settings() },
    fetchKeys: t.mock.fn(async () => new TextEncoder().encode(jwks).buffer),
  });
  const by = (alg: string, hash: string) =>
    tokenOf({ alg, kid: 'k' }, claims, (input) => sign(hash, Buffer.from(input), privateKey).toString('base64url'));
  assert.equal(await find('acme', by('RS256', 'SHA256')), 'voter-7');
  assert.equal(await find('acme', by('RS384', 'SHA384')), undefined);
});

test('keys are fetched once, again for one that is new, and no more often than every ten seconds for made-up ones', async () => {
  const find = finder();
  const before = issuer.fetches();
  for (let count = 0; count < 3; count += 1) assert.equal(await find('acme', issuer.sign(claims)), 'voter-7');
  assert.equal(issuer.fetches(), before + 1);
  const old = issuer.sign(claims);
  issuer.rotate();
  assert.equal(await find('acme', issuer.sign(claims)), 'voter-7');
  assert.equal(await find('acme', old), undefined, 'the key before is published no more');
  const known = issuer.fetches();
  for (let count = 0; count < 20; count += 1) {
    assert.equal(await find('acme', issuer.sign(claims, { kid: `made-up-${count}` })), undefined);
  }
  assert.ok(issuer.fetches() - known <= 1, `${issuer.fetches() - known} fetches`);
  assert.equal(await find('acme', issuer.sign(claims)), 'voter-7', 'others go on');
});

test('an issuer and its keys are forgotten after five minutes, and keys that can’t be had are no wrong token', async () => {
  let time = 0;
  const known: Record<string, VoterIssuer> = { acme: settings() };
  const find = finder(known, () => time);
  const token = issuer.sign(claims);
  assert.equal(await find('acme', token), 'voter-7');
  issuer.setReachable(false);
  time = 299_999;
  assert.equal(await find('acme', token), 'voter-7');
  time = 300_000;
  await assert.rejects(find('acme', token), KeysNotFetched);
  issuer.setReachable(true);
  assert.equal(await find('acme', token), 'voter-7');
  delete known.acme;
  time = 600_000;
  assert.equal(await find('acme', token), undefined);
});
