import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PollView } from '../../contracts/poll.ts';
import { seedKey } from '../../local/seed.ts';
import { smoke } from '../../tools/smoke/smoke-test.ts';
import { type Backend, startBackend } from '../support/backend.ts';

let backend: Backend;
let key: string;
before(async () => {
  backend = await startBackend();
  key = await seedKey(backend.runtime);
});
after(() => backend.stop());

const tryOut = (patience: number) => smoke({ url: backend.runtime.apiUrl, key, tell: () => undefined, patience });
const pollsLeft = async () => {
  const { body } = await backend.workspace.send<{ polls: PollView[] }>('GET', '/polls');
  return body.polls.length;
};

test('a backend that works passes, and the poll is gone afterwards', async () => {
  const before = await pollsLeft();
  await tryOut(60);
  assert.equal(await pollsLeft(), before);
});

test('votes that are never counted fail it, and the poll is gone all the same', async () => {
  const before = await pollsLeft();
  const [region] = backend.runtime.regions;
  await region?.disableEventSources();
  try {
    await assert.rejects(tryOut(2), /The result is .*"responses":0.*, not .*"responses":3/);
  } finally {
    region?.enableEventSources();
  }
  assert.equal(await pollsLeft(), before);
});

test('a key that nobody knows fails it', async () => {
  const wrong = `gsk_${'a'.repeat(43)}`;
  await assert.rejects(
    smoke({ url: backend.runtime.apiUrl, key: wrong, tell: () => undefined, patience: 0 }),
    /refused POST \/polls: 401/,
  );
});
