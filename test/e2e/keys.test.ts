import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
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
