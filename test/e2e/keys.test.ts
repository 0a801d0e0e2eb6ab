import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ApiKeyView, NewApiKey } from '../../contracts/keys.ts';
import { type Scope, scopes } from '../../contracts/scopes.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

function keys(words: readonly string[], key = '') {
  const env = { ...process.env, ...backend.runtime.environmentOf('authorizeKey'), GROUNDSWELL_API_KEY: key };
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/keys.ts', ...words], {
    env,
    encoding: 'utf8',
  });
  return { stdout: stdout.trim(), stderr, status };
}

const mayList = async (key: string) => (await new ApiClient(backend.runtime.apiUrl, key).send('GET', '/polls')).status;

test('a key that was created opens its workspace’s door', async () => {
  const created = keys(['create', '--workspace', 'acme']);
  assert.equal(created.status, 0, created.stderr);
  assert.equal(await mayList(created.stdout), 200);
});

test('a key that was revoked opens nothing, and can be revoked once only', async () => {
  const { stdout: key } = keys(['create', '--workspace', 'acme', '--scopes', 'polls:read']);
  assert.equal(keys(['revoke'], key).status, 0);
  assert.equal(await mayList(key), 401);
  assert.equal(keys(['revoke'], key).status, 1);
});

test('wrong usage is told in one line and exit status 2', () => {
  for (const words of [[], ['create'], ['create', '--workspace', 'a', '--scopes', 'fly'], ['revoke'], ['--nonsense']]) {
    const { status, stderr } = keys(words);
    assert.equal(status, 2, words.join(' '));
    assert.match(stderr, /^keys: [^\n]+\n$/);
  }
});

const newKey = async (api: ApiClient, name: string, scopes: readonly Scope[]) =>
  api.send<NewApiKey>('POST', '/keys', { body: { name, scopes } });
const ownerOf = async (workspaceId: string, granted: readonly Scope[] = scopes) =>
  new ApiClient(
    backend.runtime.apiUrl,
    await issueKey(keysOf(backend.runtime), { workspaceId, scopes: granted }, 'Owner'),
  );
const listed = async (api: ApiClient) => (await api.send<{ keys: ApiKeyView[] }>('GET', '/keys')).body.keys;

test('a workspace makes a key, sees it without the key itself, and revokes it', async () => {
  const owner = await ownerOf('makers');
  const { status, body } = await newKey(owner, 'Dashboard', ['polls:read', 'polls:read']);
  assert.equal(status, 201);
  assert.match(body.key, /^gsk_/);
  assert.deepEqual(body.scopes, ['polls:read']);
  const { key, ...view } = body;
  assert.deepEqual(
    (await listed(owner)).map(({ name }) => name),
    ['Owner', 'Dashboard'],
  );
  assert.deepEqual((await listed(owner))[1], view);
  assert.ok(!JSON.stringify(await listed(owner)).includes(key));
  assert.equal((await owner.send('DELETE', `/keys/${body.id}`)).status, 204);
  // Nobody has used it, so no authorizer remembers it.
  assert.equal(await mayList(key), 401);
  assert.equal((await listed(owner)).length, 1);
  assert.equal((await owner.send('DELETE', `/keys/${body.id}`)).status, 404);
});

test('a key that the tool revokes leaves its workspace’s list', async () => {
  const owner = await ownerOf('tools');
  const { body } = await newKey(owner, 'Old', ['polls:read']);
  assert.equal(keys(['revoke'], body.key).status, 0);
  assert.equal((await listed(owner)).length, 1);
});

test('nobody grants what they don’t have, and keys are for those with the scope', async () => {
  const some = await ownerOf('few', ['keys:write', 'polls:read']);
  assert.equal((await newKey(some, 'More', ['polls:read', 'polls:write'])).status, 403);
  assert.equal((await newKey(some, 'Same', ['polls:read'])).status, 201);
  const none = await ownerOf('few', ['polls:write']);
  assert.equal((await newKey(none, 'Any', ['polls:write'])).status, 403);
  assert.equal((await none.send('GET', '/keys')).status, 403);
  assert.equal((await none.send('DELETE', '/keys/x')).status, 403);
});

test('another workspace’s keys are neither listed nor revoked', async () => {
  const [owner, stranger] = [await ownerOf('mine'), await ownerOf('theirs')];
  const { body } = await newKey(owner, 'Mine', ['polls:read']);
  assert.ok((await listed(stranger)).every(({ id }) => id !== body.id));
  assert.equal((await stranger.send('DELETE', `/keys/${body.id}`)).status, 404);
  assert.equal(await mayList(body.key), 200);
});

test('a key needs a name and scopes that there are', async () => {
  const owner = await ownerOf('shapes');
  for (const body of [
    {},
    { name: 'x', scopes: [] },
    { name: '', scopes: ['polls:read'] },
    { name: 'x', scopes: ['fly'] },
  ]) {
    assert.equal((await owner.send('POST', '/keys', { body })).status, 400);
  }
});

function audit(...words: readonly string[]) {
  const env = { ...process.env, ...backend.runtime.environmentOf('authorizeKey') };
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/audit.ts', ...words], {
    env,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test('a workspace’s record is exported and verified, and tells when somebody has changed it', async () => {
  const owner = await ownerOf('audited');
  await Promise.all(['One', 'Two', 'Three', 'Four'].map((name) => newKey(owner, name, ['polls:read'])));
  const exported = audit('export', '--workspace', 'audited');
  assert.equal(exported.status, 0, exported.stderr);
  const entries = exported.stdout.trim().split('\n');
  assert.equal(entries.length, 8);
  const folder = await mkdtemp(join(tmpdir(), 'record-'));
  try {
    const file = join(folder, 'record.jsonl');
    await writeFile(file, exported.stdout);
    const verified = audit('verify', file);
    assert.equal(verified.status, 0, verified.stderr);
    // That of the chain whose entries come last.
    const head = /up to (\S+)\s*$/.exec(verified.stdout)?.[1] ?? assert.fail(verified.stdout);
    assert.equal(audit('verify', '--workspace', 'audited', '--head', head).status, 0);
    // The end is cut off: the chain is whole, and the head that was kept is gone.
    await writeFile(file, entries.slice(0, -1).join('\n'));
    assert.equal(audit('verify', file).status, 0);
    assert.equal(audit('verify', file, '--head', head).status, 1);
    await writeFile(file, exported.stdout.replace('"createKey"', '"deleteKey"'));
    const changed = audit('verify', file);
    assert.equal(changed.status, 1);
    assert.match(changed.stderr, /broken at 1: changed/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
