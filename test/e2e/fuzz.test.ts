import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz, logFolderOf } from '../../tools/fuzz/session.ts';
import { startBackend } from '../support/backend.ts';

test('hundreds of requests that nobody should send find nothing, and every accepted response is counted once', async (t) => {
  const backend = await startBackend({ unthrottled: true });
  t.after(() => backend.stop());
  // Another seed each day, so that it isn't the same few hundred for ever.
  const seed = Math.floor(Date.now() / 86_400_000);
  const report = await fuzz(backend.runtime, { requests: 400, seed, logFolder: logFolderOf(backend.folder) });
  const { failures, logLines, denials, counts, requests } = report;
  assert.deepEqual({ failures, logLines, denials, differences: counts.differences }, nothing, `seed ${seed}`);
  assert.ok(requests >= 400 && counts.accepted > 0);
});

const nothing = { failures: [], logLines: [], denials: [], differences: [] };
