import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { PollView } from '../../contracts/poll.ts';
import { seedKey } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';

const surveys = 'test/fixtures/surveys';
/** When the workers are killed: fewer times than a message may be received before it ends in the dead-letter queue. */
const killsAt = [0.05, 0.3, 0.55, 0.8];

for (const [survey, respondents] of [
  ['comma-survey', 1_129],
  ['star-wars', 1_186],
] as const) {
  test(`${survey} comes out as its file counts, though its workers are killed in the middle of it`, async (t) => {
    const backend = await startBackend();
    t.after(backend.stop);
    const key = await seedKey(backend.runtime);
    const workspace = new ApiClient(backend.runtime.apiUrl, key);
    const files = ['--mapping', `${surveys}/${survey}.mapping.json`, '--responses', `${surveys}/${survey}.csv`];
    const options = ['--duplicate', '0.3', '--shuffle', '--seed', '1'];
    const replay = spawn(process.execPath, ['tools/replay/replay.ts', ...files, ...options], {
      env: { ...process.env, GROUNDSWELL_API: backend.runtime.apiUrl, GROUNDSWELL_API_KEY: key },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    t.after(() => replay.kill('SIGKILL'));
    const printed = text(replay.stdout);
    const exited = once(replay, 'exit');

    const [poll] = await until(
      async () => (await workspace.send<{ polls: PollView[] }>('GET', '/polls')).body.polls,
      (polls) => polls.length > 0,
    );
    for (const part of killsAt) {
      await until(
        () => workspace.results(poll?.id ?? ''),
        (seen) => seen.responses >= part * respondents,
      );
      await Promise.all([backend.runtime.kill('recordResponses'), backend.runtime.kill('tallyResponses')]);
    }
    const [exitCode] = await exited;
    assert.match(await printed, /\d+ counts compared, 0 differ\n$/);
    assert.equal(exitCode, 0);
  });
}
