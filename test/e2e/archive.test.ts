import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ArchiveView } from '../../contracts/archive.ts';
import type { Erasure } from '../../contracts/erasure.ts';
import type { Insights, TextAnswers } from '../../contracts/insights.ts';
import type { PollView } from '../../contracts/poll.ts';
import type { InstantRunoff } from '../../contracts/results.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { ApiClient } from '../support/api.ts';
import { Archives } from '../support/archives.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let archives: Archives;
before(async () => {
  backend = await startBackend();
  archives = new Archives(backend);
});
after(async () => {
  archives?.stop();
  await backend?.stop();
});

const tallyOf = async (id: string) => {
  const { TALLIES_TABLE: TableName } = archives.environment;
  return (await archives.database.send(new GetCommand({ TableName, Key: { pk: id, sk: 'total' } }))).Item;
};

const restored = (id: string) =>
  until(
    async () => (await backend.workspace.send('GET', `/polls/${id}/archive`)).status,
    (status) => status === 404,
    90,
  );

/** Waits until all that was done to responses so far has come to the tallies: the laptop's stream has one order. */
async function counted(): Promise<void> {
  const { id } = await backend.workspace.openPoll(everyKind);
  await backend.voter.respond(id, { drink: 'coffee' });
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === 1,
  );
}

test('an archived poll shows what it showed, its table is empty, and restored it is as it was', async () => {
  const id = await archives.closedPoll(20, 40);
  const path = `/polls/${id}`;
  const [before, stored] = [await backend.voter.results(id), await archives.storedOf(id)];
  const asked = await backend.workspace.send<ArchiveView>('POST', `${path}/archive`);
  assert.equal(asked.status, 202);
  assert.equal((await archives.reached(id, 'archived')).responses, 20);
  assert.ok((await backend.workspace.send<PollView>('GET', path)).body.archivedAt);
  const runoff = () => backend.workspace.send<InstantRunoff>('GET', `${path}/results/order/instant-runoff`);
  const { body: outcome } = await runoff();
  assert.equal(outcome.ballots, 20);
  assert.equal((await backend.workspace.send('POST', `${path}/exports`, { body: { format: 'csv' } })).status, 409);

  assert.equal(await archives.sweep(), 20);
  assert.deepEqual(await archives.storedOf(id), []);
  await counted();
  assert.ok((await tallyOf(id))?.e);
  assert.deepEqual((await backend.voter.results(id)).questions, before.questions);
  const insights = await backend.workspace.send<Insights>('GET', `${path}/insights`);
  assert.equal(insights.body.responses, 20);
  const answers = await backend.workspace.send<TextAnswers>('GET', `${path}/answers/words`);
  assert.equal(answers.body.answers.length, 20);

  assert.deepEqual((await runoff()).body, outcome);

  assert.equal((await backend.workspace.send('POST', `${path}/restore`)).status, 202);
  await restored(id);
  assert.deepEqual(
    await archives.storedOf(id),
    // Nobody follows a request any more whose poll was archived since.
    stored.map(({ o: _trace, ...item }) => ({ ...item, z: 1 })),
  );
  assert.equal(await archives.recount(id), 'equal');
  assert.deepEqual((await backend.voter.results(id)).questions, before.questions);
  assert.equal((await backend.workspace.send<PollView>('GET', path)).body.archivedAt, undefined);
});

test('a voter is erased from an archive, whether the table has the response or not, and never comes back', async () => {
  const id = await archives.closedPoll(12, 40);
  const path = `/polls/${id}`;
  const stored = await archives.storedOf(id);
  await backend.workspace.send('POST', `${path}/archive`);
  await archives.reached(id, 'archived');
  const erase = async (index: number) =>
    (await backend.workspace.send<Erasure>('DELETE', `${path}/voters/${stored[index]?.i}`)).body.removed;
  const inBoth = await erase(0);
  assert.deepEqual([inBoth?.responses, inBoth?.archivedResponses, inBoth?.textAnswers], [1, 1, 1]);
  await archives.sweep();
  const inArchive = await erase(11);
  assert.deepEqual([inArchive?.responses, inArchive?.archivedResponses], [1, 1]);
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === 10,
  );
  assert.equal((await backend.workspace.send<ArchiveView>('GET', `${path}/archive`)).body.responses, 10);
  const again = await erase(11);
  assert.deepEqual([again?.responses, again?.archivedResponses], [0, 0]);
  await backend.workspace.send('POST', `${path}/restore`);
  await restored(id);
  const responses = (await archives.storedOf(id)).filter((item) => 'a' in item);
  assert.deepEqual(
    responses.map(({ sk }) => sk),
    stored.slice(1, 11).map(({ sk }) => sk),
  );
  assert.equal(await archives.recount(id), 'equal');
});

test('what was closed a moment ago stays in the table until no message can come any more', async () => {
  const id = await archives.closedPoll(2, 0);
  assert.equal((await backend.workspace.send('POST', `/polls/${id}/archive`)).status, 202);
  await archives.reached(id, 'archived');
  assert.equal(await archives.sweep(), 0);
  const days = (await archives.storedOf(id)).map(
    ({ expiresAt }) => (Number(expiresAt) * 1_000 - Date.now()) / 24 / 3_600_000,
  );
  assert.deepEqual(days.map(Math.round), [29, 29]);
  const again = await backend.workspace.send<ArchiveView>('POST', `/polls/${id}/archive`);
  assert.equal(again.body.state, 'archived', 'asked again, it is the same archive');
});

test('an open poll is not archived, and only its workspace archives a poll', async () => {
  const { id } = await backend.workspace.openPoll(everyKind);
  assert.equal((await backend.workspace.send('POST', `/polls/${id}/archive`)).status, 409);
  assert.equal((await backend.workspace.send('POST', `/polls/${id}/restore`)).status, 404);
  const key = await issueKey(keysOf(backend.runtime), { workspaceId: 'other', scopes: ['polls:write'] });
  const other = new ApiClient(backend.runtime.apiUrl, key);
  assert.equal((await other.send('POST', `/polls/${id}/archive`)).status, 404);
});
