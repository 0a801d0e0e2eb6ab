import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

test('a burst that nobody works off yet is accepted, waits in the queue, and counts whole when the workers come', async (t) => {
  const voters = 400;
  const backend = await startBackend();
  t.after(backend.stop);
  const [region] = backend.runtime.regions;
  assert.ok(region);
  const { id } = await backend.workspace.openPoll(everyKind);
  await region.disableEventSources();

  const votes = Array.from({ length: voters }, () => backend.voter.respond(id, { drink: 'tea' }));
  const answers = await Promise.all(votes);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]));
  const waiting = Object.entries(backend.runtime.queueDepths()).find(([queue]) => queue.includes('AcceptedQueue'));
  assert.equal(waiting?.[1], voters);
  const [first] = answers;
  assert.ok(first && 'responseId' in first.body);
  const status = await backend.voter.send<{ status: string }>('GET', `/polls/${id}/responses/${first.body.responseId}`);
  assert.equal(status.body.status, 'pending');

  region.enableEventSources();
  const results = await until(
    () => backend.voter.results(id),
    ({ responses }) => responses >= voters,
  );
  assert.equal(results.responses, voters);
});
