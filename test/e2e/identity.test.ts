import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { headers } from '../../contracts/headers.ts';
import type { ApiKeyView, NewApiKey } from '../../contracts/keys.ts';
import type { InvitationView, MembershipView, NewInvitation, PersonView } from '../../contracts/people.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { VoterToken } from '../../contracts/response.ts';
import { type Role, roles } from '../../contracts/roles.ts';
import { routes } from '../../contracts/routes.ts';
import { type Scope, scopes } from '../../contracts/scopes.ts';
import type { CodeCounts, NewCodes } from '../../contracts/voters.ts';
import { hashKey, issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { mailsOf } from '../support/outbox.ts';
import { everyKind } from '../support/polls.ts';
import { signIn, type Tokens } from '../support/sign-in.ts';
import { hourFromNow, startIssuer } from '../support/token-issuer.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let anybody: ApiClient;
before(async () => {
  backend = await startBackend();
  anybody = new ApiClient(backend.runtime.apiUrl);
});
after(() => backend.stop());

const enter = (email: string) => signIn(backend.runtime.signIn, email);
/** A person in a workspace; each way of writing it is one that no authorizer remembers the other by. */
const as = ({ accessToken }: Tokens, workspaceId: string) =>
  new ApiClient(backend.runtime.apiUrl, `${workspaceId}:${accessToken}`);
const withKey = async (workspaceId: string, granted: readonly Scope[] = scopes) =>
  new ApiClient(backend.runtime.apiUrl, await issueKey(keysOf(backend.runtime), { workspaceId, scopes: granted }));

async function found(owner: Tokens): Promise<string> {
  const { status, body } = await anybody.send<MembershipView>('POST', '/workspaces', {
    body: { idToken: owner.idToken },
  });
  assert.equal(status, 201);
  return body.workspaceId;
}

const invite = async (owner: ApiClient, email: string, role: Role) =>
  (await owner.send<NewInvitation>('POST', '/workspace/invitations', { body: { email, role } })).body;
const join = (invitation: string, idToken: string) =>
  anybody.send<MembershipView>('POST', '/workspaces/join', { body: { invitation, idToken } });

test('whoever signs in founds a workspace, invites others by mail, and each may do what their role says', async () => {
  const ada = await enter('ada@example.com');
  const workspaceId = await found(ada);
  const owner = as(ada, workspaceId);
  assert.equal((await owner.send('GET', '/polls')).status, 200);
  const invited = await invite(owner, 'Bob@example.com', 'editor');
  const [mail] = await until(
    () => mailsOf(backend.runtime.apiUrl),
    ({ length }) => length > 0,
  );
  assert.match(mail?.headers ?? '', /^To: bob@example\.com$/m);
  assert.ok(mail?.text.includes(`/#invitation=${invited.token} `), mail?.text);
  const bob = await enter('bob@example.com');
  assert.equal((await as(bob, workspaceId).send('GET', '/polls')).status, 401, 'an invitation alone opens nothing');
  assert.deepEqual((await join(invited.token, bob.idToken)).body, { workspaceId, role: 'editor' });
  const carol = await enter('carol@example.com');
  await join((await invite(owner, 'carol@example.com', 'viewer')).token, carol.idToken);

  const mine = await anybody.send<{ workspaces: MembershipView[] }>('GET', '/workspaces', {
    headers: { [headers.apiKey]: bob.accessToken },
  });
  assert.deepEqual(mine.body.workspaces, [{ workspaceId, role: 'editor' }]);
  const { body } = await owner.send<{ people: PersonView[] }>('GET', '/workspace/people');
  assert.deepEqual(
    body.people.map(({ email, role }) => [email, role]),
    [
      ['ada@example.com', 'owner'],
      ['bob@example.com', 'editor'],
      ['carol@example.com', 'viewer'],
    ],
  );
  assert.deepEqual((await owner.send('GET', '/workspace/invitations')).body, { invitations: [] });

  // Every route, by every role: what a role lacks is refused before anything else is looked at.
  const people = { owner: ada, editor: bob, viewer: carol } satisfies Record<Role, Tokens>;
  for (const [role, tokens] of Object.entries(people) as [Role, Tokens][]) {
    const person = new ApiClient(backend.runtime.apiUrl, tokens.accessToken);
    for (const { method, path, access } of routes) {
      if (access === 'public') continue;
      const { status } = await person.send(method, path.replaceAll(/\{\w+\}/g, 'x'));
      assert.equal(status === 403, !roles[role].some((scope) => scope === access), `${role}: ${method} ${path}`);
      assert.notEqual(status, 401, `${role}: ${method} ${path}`);
    }
  }
});

test('an operator invites the first owner', async () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['tools/people.ts', ...words], {
      env: { ...process.env, ...backend.runtime.environmentOf('authorizeKey') },
      encoding: 'utf8',
    });
  const { stdout, stderr } = run('invite', '--workspace', 'acme', '--email', 'first@acme.example');
  const { idToken } = await enter('first@acme.example');
  assert.deepEqual((await join(stdout.trim(), idToken)).body, { workspaceId: 'acme', role: 'owner' }, stderr);
  assert.equal(run('invite', '--workspace', 'acme', '--email', 'nobody').status, 2);
});

test('an invitation is for one address, once, and until it is revoked', async () => {
  const ada = await enter('ada@second.example');
  const owner = as(ada, await found(ada));
  const { token, id, ...view } = await invite(owner, 'bob@second.example', 'viewer');
  assert.deepEqual((await owner.send<{ invitations: InvitationView[] }>('GET', '/workspace/invitations')).body, {
    invitations: [{ id, ...view }],
  });
  const [bob, eve] = [await enter('bob@second.example'), await enter('eve@second.example')];
  assert.equal((await join(token, eve.idToken)).status, 404, 'somebody else’s');
  assert.equal((await join(token, bob.accessToken)).status, 401, 'an access token proves no address');
  assert.equal((await join(`${token}x`, bob.idToken)).status, 404);
  assert.equal((await join(token, bob.idToken)).status, 200);
  assert.equal((await join(token, bob.idToken)).status, 404, 'replayed');
  const again = await invite(owner, 'bob@second.example', 'owner');
  assert.equal((await join(again.token, bob.idToken)).status, 409, 'an invitation changes no role');
  const revoked = await invite(owner, 'eve@second.example', 'viewer');
  assert.equal((await owner.send('DELETE', `/workspace/invitations/${revoked.id}`)).status, 204);
  assert.equal((await owner.send('DELETE', `/workspace/invitations/${revoked.id}`)).status, 404);
  assert.equal((await join(revoked.token, eve.idToken)).status, 404);
});

test('a workspace keeps an owner, and who is removed is out', async () => {
  const [ada, bob] = [await enter('ada@third.example'), await enter('bob@third.example')];
  const workspaceId = await found(ada);
  const owner = await withKey(workspaceId);
  await join((await invite(owner, 'bob@third.example', 'editor')).token, bob.idToken);
  const { body } = await owner.send<{ people: PersonView[] }>('GET', '/workspace/people');
  const [first, second] = body.people.map(({ id }) => `/workspace/people/${id}`);
  assert.ok(first && second);
  const change = (path: string, role: Role) => owner.send<PersonView>('PATCH', path, { body: { role } });
  assert.equal((await change(first, 'viewer')).status, 409);
  assert.equal((await owner.send('DELETE', first)).status, 409);
  assert.equal((await change(second, 'owner')).body.role, 'owner');
  assert.equal((await change(first, 'viewer')).status, 200);
  assert.equal((await as(ada, workspaceId).send('POST', '/polls', { body: {} })).status, 403);
  assert.equal((await owner.send('DELETE', second)).status, 409, 'Bob is the only one now');
  assert.equal((await owner.send('DELETE', first)).status, 204);
  assert.equal((await owner.send('DELETE', first)).status, 404);
  assert.equal((await change(first, 'owner')).status, 404);
  const ofAda = new ApiClient(backend.runtime.apiUrl, ada.accessToken);
  assert.equal((await ofAda.send('GET', '/polls')).status, 401);
  // Both leave at once: one of them stays.
  await join((await invite(owner, 'ada@third.example', 'owner')).token, ada.idToken);
  const left = await Promise.all([first, second].map((path) => owner.send('DELETE', path)));
  assert.deepEqual(left.map(({ status }) => status === 204).sort(), [false, true]);
  assert.equal((await owner.send<{ people: PersonView[] }>('GET', '/workspace/people')).body.people.length, 1);
});

test('nobody makes anybody more than they are themselves', async () => {
  const few = await withKey('few', ['people:write', 'polls:read', 'results:read']);
  const ask = async (role: Role) =>
    (await few.send('POST', '/workspace/invitations', { body: { email: 'a@b.example', role } })).status;
  assert.deepEqual([await ask('viewer'), await ask('editor'), await ask('owner')], [201, 403, 403]);
  assert.equal((await few.send('PATCH', '/workspace/people/x', { body: { role: 'owner' } })).status, 403);
});

const may = async ({ key }: NewApiKey) => (await new ApiClient(anybody.url, key).send('GET', '/polls')).status;

test('a key is replaced with both valid for a while, ends when it says so, and tells when it was used', async () => {
  const owner = await withKey('rotating');
  const made = async (body: object) => (await owner.send<NewApiKey>('POST', '/keys', { body })).body;
  const rotate = (id: string, body: object, by = owner) => by.send<NewApiKey>('POST', `/keys/${id}/rotate`, { body });
  const before = await made({ name: 'Screen', scopes: ['polls:read'] });
  const next = await rotate(before.id, { overlapSeconds: 600 });
  assert.equal(next.status, 201);
  assert.deepEqual([next.body.name, next.body.scopes], ['Screen', ['polls:read']]);
  assert.deepEqual([await may(before), await may(next.body)], [200, 200], 'both are good');
  assert.equal((await rotate(before.id, {})).status, 409, 'it was replaced already');
  const { body } = await owner.send<{ keys: ApiKeyView[] }>('GET', '/keys');
  const [, old, young] = body.keys;
  assert.equal(old?.replacedBy, next.body.id);
  assert.ok(Math.abs(Date.parse(old?.expiresAt ?? '') - Date.now() - 600_000) < 60_000, old?.expiresAt);
  assert.equal(young?.expiresAt, undefined);
  const today = new Date().toISOString().slice(0, 10);
  assert.ok([old, young].every((key) => Date.parse(today) - Date.parse(key?.lastUsedOn ?? '') <= 86_400_000));

  const unused = await made({ name: 'Unused', scopes: ['polls:read'] });
  assert.equal(unused.lastUsedOn, undefined);
  const instead = await rotate(unused.id, { overlapSeconds: 0 });
  assert.deepEqual([await may(unused), await may(instead.body)], [401, 200]);

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const ending = await made({ name: 'Ending', scopes: ['polls:read'], expiresAt: tomorrow });
  assert.equal(await may(ending), 200);
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint, POLLS_TABLE = '' } = backend.runtime.environmentOf('authorizeKey');
  const client = new DynamoDBClient({ ...localCredentials, endpoint });
  const stored = new DynamoKeyStore(DynamoDBDocumentClient.from(client), POLLS_TABLE);
  const at = async ({ key }: NewApiKey, ms: number) => (await stored.find(hashKey(key), ms)) !== undefined;
  const end = Date.parse(tomorrow);
  assert.deepEqual([await at(ending, end - 1), await at(ending, end)], [true, false]);
  const overlapEnds = Date.parse(old?.expiresAt ?? '');
  assert.deepEqual([await at(before, overlapEnds - 1), await at(before, overlapEnds)], [true, false]);
  assert.equal(await at(next.body, overlapEnds), true);
  assert.equal((await rotate(ending.id, {})).body.expiresAt, tomorrow, 'a new key lasts no longer than the one before');
  const past = { name: 'Past', scopes: ['polls:read'], expiresAt: '2020-01-01T00:00:00Z' };
  assert.equal((await owner.send('POST', '/keys', { body: past })).status, 422);
  assert.equal((await rotate('none', {})).status, 404);
  const few = await withKey('rotating', ['keys:write']);
  assert.equal((await rotate(next.body.id, {}, few)).status, 403, 'else a key could get another’s scopes');
});

const question: PollDefinitionInput['questions'][number] = {
  id: 'drink',
  kind: 'single',
  title: 'Which?',
  options: [
    { id: 'tea', label: 'Tea' },
    { id: 'coffee', label: 'Coffee' },
  ],
};
const pollFor = (voters: 'codes' | 'authenticated', changes: 'refuse' | 'replace' = 'refuse'): PollDefinitionInput => ({
  title: 'Drinks',
  questions: [question],
  policy: { voters, changes },
});
const admit = (pollId: string, body: object) => anybody.send<VoterToken>('POST', `/polls/${pollId}/voters`, { body });
const vote = (pollId: string, drink: 'tea' | 'coffee', token: string) => anybody.respond(pollId, { drink }, token);
const counted = (pollId: string, responses: number) =>
  until(
    () => anybody.results(pollId),
    (results) => results.responses === responses,
  );

test('a code is one voter, on whatever device, and is used up by their response', async () => {
  const owner = await withKey('coded');
  const { id } = await owner.openPoll(pollFor('codes'));
  const { status, body } = await owner.send<NewCodes>('POST', `/polls/${id}/codes`, { body: { count: 30 } });
  assert.equal(status, 201);
  assert.equal(new Set(body.codes).size, 30);
  const [first = '', second = ''] = body.codes;
  const token = (await admit(id, { code: first })).body.voterToken;
  assert.equal((await admit(id, { code: ` ${first.toLowerCase().replaceAll('-', ' ')}` })).body.voterToken, token);
  assert.equal((await vote(id, 'tea', token)).status, 202);
  await counted(id, 1);
  assert.equal((await admit(id, { code: first })).status, 409, 'used');
  // Whoever has kept the token is still the same voter.
  const { body: late } = await vote(id, 'coffee', token);
  await until(
    () => anybody.status(id, late.responseId),
    (state) => state === 'refused',
  );
  assert.deepEqual((await owner.send<CodeCounts>('GET', `/polls/${id}/codes`)).body, {
    issued: 30,
    used: 1,
    unused: 29,
  });

  const other = await owner.openPoll(pollFor('codes'));
  for (const code of [second, '', 'x', '0000-0000-0000', `${second}0`]) {
    assert.ok([400, 401].includes((await admit(other.id, { code })).status), code);
  }
  const ofFirst = (await admit(id, { code: second })).body.voterToken;
  assert.equal((await vote(other.id, 'tea', ofFirst)).status, 401, 'another poll’s token');
  assert.equal((await anybody.send('POST', `/polls/${id}/devices`)).status, 409, 'a device gets in by a code only');
  const devices = await owner.openPoll({ title: 'Devices', questions: [question] });
  assert.equal((await vote(id, 'tea', await anybody.voterToken(devices.id))).status, 401);
  assert.equal((await admit(devices.id, { code: second })).status, 409);
  assert.equal((await owner.send('POST', `/polls/${devices.id}/codes`, { body: { count: 1 } })).status, 409);
  assert.equal((await owner.send('POST', `/polls/${id}/codes`, { body: { count: 1_001 } })).status, 400);
});

test('a voter of the workspace’s own issuer is one voter, by whatever token and device', async (t) => {
  const issuer = await startIssuer('ES256');
  const foreign = await startIssuer('ES256');
  t.after(() => {
    issuer.stop();
    foreign.stop();
  });
  const owner = await withKey('issuing');
  const { id } = await owner.openPoll(pollFor('authenticated', 'replace'));
  const claims = { sub: 'voter-7', iss: issuer.issuer, aud: 'polls', ...hourFromNow() };
  assert.equal((await admit(id, { jwt: issuer.sign(claims) })).status, 401, 'the workspace has named no issuer');
  const elsewhere = await withKey('issuing-too');
  const settings = { issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, audience: 'polls', algorithm: 'ES256' };
  assert.equal((await elsewhere.send('POST', '/workspace/voter-issuer', { body: settings })).status, 200);
  assert.deepEqual((await elsewhere.send('GET', '/workspace/voter-issuer')).body, settings);
  const inside = { ...settings, jwksUrl: 'https://169.254.169.254/latest' };
  assert.equal((await elsewhere.send('POST', '/workspace/voter-issuer', { body: inside })).status, 422);

  const poll = await elsewhere.openPoll(pollFor('authenticated', 'replace'));
  const proof = { jwt: issuer.sign(claims) };
  const token = (await admit(poll.id, proof)).body.voterToken;
  assert.equal((await admit(poll.id, proof)).body.voterToken, token, 'replayed: the same voter');
  const later = { ...claims, iat: claims.iat - 5, jti: 'another' };
  assert.equal((await admit(poll.id, { jwt: issuer.sign(later) })).body.voterToken, token);
  const named = await elsewhere.send<VoterToken>('POST', `/polls/${poll.id}/voter-tokens`, {
    body: { voter: 'voter-7' },
  });
  assert.equal(named.body.voterToken, token, 'the workspace’s backend means the same voter');
  assert.ok(!token.includes('voter-7'));
  await vote(poll.id, 'tea', token);
  await vote(poll.id, 'coffee', (await admit(poll.id, { jwt: issuer.sign(later) })).body.voterToken);
  const results = await until(
    () => anybody.results(poll.id),
    ({ questions }) => JSON.stringify(questions).includes('"coffee":1'),
  );
  assert.equal(results.responses, 1);
  assert.equal((await admit(poll.id, { jwt: foreign.sign(claims) })).status, 401);
  assert.equal((await admit(id, proof)).status, 401, 'another workspace’s issuer');
  issuer.rotate();
  assert.equal((await admit(poll.id, { jwt: issuer.sign(claims) })).body.voterToken, token, 'a new key is fetched');
  assert.equal((await elsewhere.send('DELETE', '/workspace/voter-issuer')).status, 204);
  assert.equal((await elsewhere.send('DELETE', '/workspace/voter-issuer')).status, 404);
});

test('a voter token is good after a rotation of its key, and none is once the key has leaked', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  const rotate = async (...words: string[]) => {
    // Not to be waited for by this process, in which the secret is kept.
    const child = spawn(process.execPath, ['tools/rotate.ts', ...words], {
      env: { ...process.env, ...backend.runtime.environmentOf('submitResponse') },
    });
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    // Another process reads the secret anew.
    for (const name of ['submitResponse', 'signDevice'] as const) await backend.runtime.kill(name);
    return { status, stderr };
  };
  const [before, also] = [await backend.voter.voterToken(id), await backend.voter.voterToken(id)];
  assert.deepEqual(await rotate(), { status: 0, stderr: '' });
  const during = await backend.voter.voterToken(id);
  for (const token of [before, during]) {
    assert.equal((await backend.voter.respond(id, { drink: 'tea' }, token)).status, 202);
  }
  assert.match((await rotate()).stderr, /^rotate: The last new key signs from /);
  assert.equal((await rotate('--leaked')).status, 0);
  assert.equal((await backend.voter.respond(id, { drink: 'tea' }, also)).status, 401);
  assert.equal((await backend.voter.respond(id, { drink: 'tea' })).status, 202);
});
