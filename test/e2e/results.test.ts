import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { InstantRunoff, PollResults } from '../../contracts/results.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

const open = (policy: PollDefinitionInput['policy']) => backend.workspace.openPoll({ ...everyKind, policy });
const resultsStatus = async (pollId: string, api = backend.voter, more = {}) =>
  (await api.send('GET', `/polls/${pollId}/results`, { headers: more })).status;

test('results have an ETag, may be cached for a second, and are not sent again while they are the same', async () => {
  const { id } = await open({});
  await backend.voter.respond(id, { drink: 'tea' });
  await until(
    () => backend.voter.results(id),
    (seen) => seen.responses === 1,
  );
  let etag = '';
  // The number of pending responses may be on its way to 0 still.
  const again = await until(
    async () => {
      const first = await backend.voter.send<PollResults>('GET', `/polls/${id}/results`);
      assert.equal(first.headers.get('cache-control'), 'public, max-age=1');
      etag = first.headers.get('etag') ?? '';
      return backend.voter.send('GET', `/polls/${id}/results`, { headers: { [headers.ifNoneMatch]: etag } });
    },
    ({ status }) => status === 304,
  );
  assert.equal(again.body, undefined);
  for (const known of [`W/${etag}`, `"other", W/${etag}`]) {
    const { status } = await backend.voter.send('GET', `/polls/${id}/results`, {
      headers: { [headers.ifNoneMatch]: known },
    });
    assert.equal(status, 304, known);
  }
  await backend.voter.respond(id, { drink: 'tea' });
  await until(
    () => backend.voter.send('GET', `/polls/${id}/results`, { headers: { [headers.ifNoneMatch]: etag } }),
    (answer) => answer.status === 200,
  );
});

test('after voting, only those who have voted see results, and the workspace', async () => {
  const { id } = await open({ results: 'after-voting' });
  assert.equal(await resultsStatus(id), 403);
  const token = await backend.voter.voterToken(id);
  assert.equal(await resultsStatus(id, backend.voter, { [headers.voterToken]: token }), 403);
  await backend.voter.respond(id, { drink: 'tea' }, token);
  const own = await until(
    () => backend.voter.send('GET', `/polls/${id}/results`, { headers: { [headers.voterToken]: token } }),
    (answer) => answer.status === 200,
  );
  assert.match(own.headers.get('cache-control') ?? '', /private/);
  const runoff = `/polls/${id}/results/order/instant-runoff`;
  assert.equal((await backend.voter.send('GET', runoff)).status, 403);
  const { status } = await backend.voter.send('GET', runoff, { headers: { [headers.voterToken]: token } });
  assert.equal(status, 200);
  assert.equal(await resultsStatus(id, backend.workspace), 200);
});

test('results that show after closing do not show before, and hidden ones never', async () => {
  const late = await open({ results: 'after-closing' });
  const never = await open({ results: 'never' });
  assert.equal(await resultsStatus(late.id), 403);
  for (const { id } of [late, never]) await backend.workspace.send('POST', `/polls/${id}/close`);
  await until(
    () => resultsStatus(late.id),
    (status) => status === 200,
  );
  assert.equal(await resultsStatus(never.id), 403);
  assert.equal(await resultsStatus(never.id, backend.workspace), 200);
});

test('an instant-runoff is computed from the stored rankings', async () => {
  const { id } = await open({});
  const rankings = ['abc', 'abc', 'bca', 'bca', 'cba'];
  for (const ranking of rankings) await backend.voter.respond(id, { drink: 'tea', order: ranking.split('') });
  await until(
    () => backend.voter.results(id),
    (seen) => seen.responses === rankings.length,
  );
  const { body, status } = await backend.voter.send<InstantRunoff>('GET', `/polls/${id}/results/order/instant-runoff`);
  assert.equal(status, 200);
  assert.equal(body.ballots, 5);
  assert.equal(body.winner, 'b');
  assert.deepEqual(
    body.rounds.map((round) => round.eliminated),
    [['c'], []],
  );
  assert.equal((await backend.voter.send('GET', `/polls/${id}/results/drink/instant-runoff`)).status, 404);
});
