import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Ballot, PollView } from '../../contracts/poll.ts';
import type { VoterToken } from '../../contracts/response.ts';
import { hashKey, issueKey } from '../../domain/polls/api-keys.ts';
import type { PollSummary } from '../../domain/polls/poll-store.ts';
import { keysOf } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

const create = (api: ApiClient, headers = {}, body: unknown = everyKind) =>
  api.send<PollView>('POST', '/polls', { body, headers });

test('a poll is created, read, edited, opened, closed and deleted', async () => {
  const { workspace } = backend;
  const created = await create(workspace);
  assert.equal(created.status, 201);
  assert.equal(created.body.state, 'draft');
  const path = `/polls/${created.body.id}`;
  assert.equal(created.headers.get('location'), path);

  const etag = created.headers.get('etag') ?? '';
  const edited = await workspace.send<PollView>('PATCH', path, {
    body: { title: 'New' },
    headers: { 'if-match': etag },
  });
  assert.equal(edited.status, 200);
  assert.equal((await workspace.send<PollView>('GET', path)).body.title, 'New');

  assert.equal((await workspace.send<PollView>('POST', `${path}/open`)).body.state, 'open');
  assert.equal((await workspace.send('DELETE', path)).status, 409);
  const closed = await workspace.send<PollView>('POST', `${path}/close`);
  assert.ok(Date.parse(closed.body.closedAt ?? '') > Date.now() - 5_000);
});

test('a draft is deleted, and is nowhere afterwards', async () => {
  const { workspace, voter } = backend;
  const { id } = (await create(workspace)).body;
  assert.equal((await workspace.send('DELETE', `/polls/${id}`)).status, 204);
  assert.equal((await workspace.send('GET', `/polls/${id}`)).status, 404);
  assert.equal((await voter.send('GET', `/polls/${id}/ballot`)).status, 404);
  assert.equal((await voter.send('GET', `/polls/${id}/results`)).status, 404);
});

test('an edit needs the version that it is based on', async () => {
  const { workspace } = backend;
  const path = `/polls/${(await create(workspace)).body.id}`;
  const edit = (headers: Record<string, string>) => workspace.send('PATCH', path, { body: { title: 'New' }, headers });
  assert.equal((await edit({})).status, 428);
  assert.equal((await edit({ 'if-match': '"7"' })).status, 412);
  const both = await Promise.all([edit({ 'if-match': '"1"' }), edit({ 'if-match': '"1"' })]);
  const statuses = both.map((answer) => answer.status).sort();
  assert.equal(statuses[0], 200);
  assert.ok(statuses[1] === 412 || statuses[1] === 503, `the second edit was answered ${statuses[1]}`);
});

test('a creation that is sent again with its idempotency key creates nothing new', async () => {
  const { workspace } = backend;
  const key = { 'idempotency-key': 'creation-1' };
  const first = await create(workspace, key);
  const again = await create(workspace, key);
  assert.equal(again.status, 201);
  assert.equal(again.body.id, first.body.id);
  const other = await create(workspace, key, { ...everyKind, title: 'Another' });
  assert.equal(other.status, 422);
});

test('a list leads through all polls page by page, newest first', async () => {
  const key = await issueKey(keysOf(backend.runtime), { workspaceId: 'lists', scopes: ['polls:read', 'polls:write'] });
  const workspace = new ApiClient(backend.runtime.apiUrl, key);
  const ids: string[] = [];
  for (let number = 0; number < 5; number += 1) ids.push((await create(workspace)).body.id);
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await workspace.send<{ polls: PollSummary[]; cursor?: string }>('GET', `/polls?limit=2${cursor}`);
    assert.equal(page.status, 200);
    seen.push(...page.body.polls.map((poll) => poll.id));
    cursor = page.body.cursor === undefined ? '' : `&cursor=${page.body.cursor}`;
  } while (cursor);
  assert.deepEqual(seen, ids.sort().reverse());
  assert.equal((await workspace.send('GET', '/polls?limit=0')).status, 400);
  assert.equal((await workspace.send('GET', '/polls?cursor=nonsense')).status, 400);
});

test('a key that is missing, wrong or revoked is refused, and so is one without the scope', async () => {
  const { apiUrl } = backend.runtime;
  const keys = keysOf(backend.runtime);
  const statusWith = async (key?: string) => (await create(new ApiClient(apiUrl, key))).status;
  assert.equal(await statusWith(), 401);
  assert.equal(await statusWith('nonsense'), 401);
  assert.equal(await statusWith(`gsk_${'x'.repeat(43)}`), 401);
  const revoked = await issueKey(keys, { workspaceId: 'acme', scopes: ['polls:write'] });
  await keys.revokeByHash(hashKey(revoked));
  assert.equal(await statusWith(revoked), 401);
  assert.equal(await statusWith(await issueKey(keys, { workspaceId: 'acme', scopes: ['polls:read'] })), 403);
});

test("another workspace's poll is not there", async () => {
  const keys = keysOf(backend.runtime);
  const stranger = new ApiClient(
    backend.runtime.apiUrl,
    await issueKey(keys, { workspaceId: 'stranger', scopes: ['polls:read', 'polls:write', 'voters:sign'] }),
  );
  const path = `/polls/${(await create(backend.workspace)).body.id}`;
  for (const [method, more] of [
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/open'],
    ['POST', '/close'],
    ['DELETE', ''],
    ['POST', '/voter-tokens'],
  ] as const) {
    const body = method === 'GET' ? {} : { body: {} };
    assert.equal((await stranger.send(method, path + more, body)).status, 404, `${method} ${more}`);
  }
});

test('a definition that breaks a rule is refused with the place and the rule', async () => {
  const wrong = await create(backend.workspace, {}, { title: 'No questions', questions: [], extra: 1 });
  assert.equal(wrong.status, 400);
  assert.equal(wrong.headers.get('content-type'), 'application/problem+json');
  const { errors } = wrong.body as unknown as { errors: { pointer: string }[] };
  assert.deepEqual(errors.map((rule) => rule.pointer).sort(), ['/extra', '/questions']);

  const unsound = await create(
    backend.workspace,
    {},
    {
      ...everyKind,
      questions: [...everyKind.questions, ...everyKind.questions],
    },
  );
  assert.equal(unsound.status, 422);
});

test('a ballot is the same for everyone and may be shared for a second, a voter token is nobody else’s', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  const ballots = await Promise.all([1, 2].map(() => backend.voter.send<Ballot>('GET', `/polls/${id}/ballot`)));
  assert.deepEqual(ballots[0]?.body, ballots[1]?.body);
  assert.equal(ballots[0]?.headers.get('cache-control'), 'public, max-age=1');
  const devices = await Promise.all([1, 2].map(() => backend.voter.send<VoterToken>('POST', `/polls/${id}/devices`)));
  assert.notEqual(devices[0]?.body.voterToken, devices[1]?.body.voterToken);
  assert.equal(devices[0]?.headers.get('cache-control'), 'no-store');
});
