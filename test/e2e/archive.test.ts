import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ArchiveView } from '../../contracts/archive.ts';
import type { Insights, TextAnswers } from '../../contracts/insights.ts';
import type { PollView } from '../../contracts/poll.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { deleteExpired } from '../../local/servers/expiry.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let database: DynamoDBDocumentClient;
let environment: Readonly<Record<string, string>>;
before(async () => {
  backend = await startBackend();
  environment = backend.runtime.environmentOf('workArchive');
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '' } = environment;
  database = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...localCredentials }));
});
after(async () => {
  database?.destroy();
  await backend?.stop();
});

const drinks = ['tea', 'coffee'];

/** A poll with so many responses that was closed so many days ago. */
async function closedPoll(voters: number, days: number): Promise<string> {
  const { id } = await backend.workspace.openPoll(everyKind);
  await Promise.all(
    Array.from({ length: voters }, (_, voter) =>
      backend.voter.respond(id, { drink: drinks[voter % 2], words: `voter ${voter}`, order: ['a', 'b'] }),
    ),
  );
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === voters,
  );
  await backend.workspace.send('POST', `/polls/${id}/close`);
  await database.send(
    new UpdateCommand({
      TableName: environment.POLLS_TABLE,
      Key: { pk: `POLL#${id}`, sk: 'POLL' },
      UpdateExpression: 'SET poll.closedAt = :then',
      ExpressionAttributeValues: { ':then': new Date(Date.now() - days * 24 * 3_600_000).toISOString() },
    }),
  );
  return id;
}

const reached = (id: string, state: ArchiveView['state']) =>
  until(
    async () => (await backend.workspace.send<ArchiveView>('GET', `/polls/${id}/archive`)).body,
    (view) => view.state === state,
    90,
  );

async function storedOf(id: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await database.send(
    new ScanCommand({
      TableName: environment.RESPONSES_TABLE,
      FilterExpression: 'begins_with(pk, :poll)',
      ExpressionAttributeValues: { ':poll': `${id}#` },
      ConsistentRead: true,
    }),
  );
  return Items.sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1));
}

const tallyOf = async (id: string) =>
  (await database.send(new GetCommand({ TableName: environment.TALLIES_TABLE, Key: { pk: id, sk: 'total' } }))).Item;

const sweep = () =>
  deleteExpired(environment.AWS_ENDPOINT_URL_DYNAMODB ?? '', environment.RESPONSES_TABLE ?? '', 'expiresAt');

async function recount(pollId: string): Promise<string> {
  Object.assign(process.env, backend.runtime.environmentOf('recountPoll'));
  const { handler } = await import('../../functions/results/recount-poll.ts');
  return (await handler({ pollId, rebuild: false, graceSeconds: 60 })).outcome;
}

test('an archived poll shows what it showed, its table is empty, and restored it is as it was', async () => {
  const id = await closedPoll(20, 40);
  const path = `/polls/${id}`;
  const [before, stored] = [await backend.voter.results(id), await storedOf(id)];
  const asked = await backend.workspace.send<ArchiveView>('POST', `${path}/archive`);
  assert.equal(asked.status, 202);
  assert.equal((await reached(id, 'archived')).responses, 20);
  assert.ok((await backend.workspace.send<PollView>('GET', path)).body.archivedAt);
  assert.equal((await backend.workspace.send('DELETE', `${path}/voters/${stored[0]?.i}`)).status, 409);

  assert.equal(await sweep(), 20);
  assert.deepEqual(await storedOf(id), []);
  await until(
    () => tallyOf(id),
    (tally) => tally?.e !== undefined,
  );
  assert.deepEqual((await backend.voter.results(id)).questions, before.questions);
  const insights = await backend.workspace.send<Insights>('GET', `${path}/insights`);
  assert.equal(insights.body.responses, 20);
  const answers = await backend.workspace.send<TextAnswers>('GET', `${path}/answers/words`);
  assert.equal(answers.body.answers.length, 20);

  assert.equal((await backend.workspace.send('POST', `${path}/restore`)).status, 202);
  await until(
    async () => (await backend.workspace.send('GET', `${path}/archive`)).status,
    (status) => status === 404,
    90,
  );
  assert.deepEqual(
    await storedOf(id),
    stored.map((item) => ({ ...item, z: 1 })),
  );
  assert.equal(await recount(id), 'equal');
  assert.deepEqual((await backend.voter.results(id)).questions, before.questions);
  assert.equal((await backend.workspace.send<PollView>('GET', path)).body.archivedAt, undefined);

  const [gone] = stored;
  assert.equal((await backend.workspace.send('DELETE', `${path}/voters/${gone?.i}`)).status, 200);
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === 19,
  );
});

test('what was closed a moment ago stays in the table until no message can come any more', async () => {
  const id = await closedPoll(2, 0);
  assert.equal((await backend.workspace.send('POST', `/polls/${id}/archive`)).status, 202);
  await reached(id, 'archived');
  assert.equal(await sweep(), 0);
  const days = (await storedOf(id)).map(({ expiresAt }) => (Number(expiresAt) * 1_000 - Date.now()) / 24 / 3_600_000);
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
