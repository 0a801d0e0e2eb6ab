import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ExportView } from '../../contracts/exports.ts';
import type { Insights, TextAnswers } from '../../contracts/insights.ts';
import type { PollView } from '../../contracts/poll.ts';
import type { InstantRunoff } from '../../contracts/results.ts';
import type { RemovalMessage, WorkspaceSettings } from '../../contracts/retention.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { Archives } from '../support/archives.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let archives: Archives;
let queues: SQSClient;
before(async () => {
  backend = await startBackend();
  archives = new Archives(backend);
  queues = new SQSClient({ endpoint: archives.environment.AWS_ENDPOINT_URL_SQS ?? '', ...localCredentials });
});
after(async () => {
  archives?.stop();
  queues?.destroy();
  await backend?.stop();
});

const dayMs = 24 * 3_600_000;
const home = () => backend.runtime.regions[0] ?? assert.fail();
const settings = (wanted: WorkspaceSettings) =>
  backend.workspace.send<WorkspaceSettings>('PUT', '/workspace/settings', { body: wanted });
const view = async (id: string) => (await backend.workspace.send<PollView>('GET', `/polls/${id}`)).body;
/** What the schedule of the day sets off, and no other one. */
const look = () => home().servers.scheduler.fireUntil(Date.now() + 1.1 * dayMs);

/** Has the region look again for what is left, as it does a quarter of an hour later. */
async function lookAgain(removal: Omit<RemovalMessage, 'v' | 'shards'>): Promise<void> {
  const MessageBody = JSON.stringify({ v: 1, shards: 16, ...removal } satisfies RemovalMessage);
  await queues.send(new SendMessageCommand({ QueueUrl: archives.environment.REMOVALS_QUEUE_URL, MessageBody }));
}

/** A response that was accepted long ago and comes now. */
async function late(id: string): Promise<void> {
  const Item = { pk: `${id}#3`, sk: 'late', i: 'late', t: 1, a: { drink: { s: 'tea' } } };
  await archives.database.send(new PutCommand({ TableName: archives.environment.RESPONSES_TABLE, Item }));
}

async function exported(id: string): Promise<void> {
  const { body } = await backend.workspace.send<ExportView>('POST', `/polls/${id}/exports`, {
    body: { format: 'csv' },
  });
  await until(
    async () => (await backend.workspace.send<ExportView>('GET', `/polls/${id}/exports/${body.id}`)).body.state,
    (state) => state === 'ready',
    60,
  );
}

const answers = async (id: string) =>
  (await backend.workspace.send<TextAnswers>('GET', `/polls/${id}/answers/words`)).body;

test('of a deleted poll nothing is left, and what comes later goes later', async () => {
  const id = await archives.closedPoll(5, 40);
  await exported(id);
  const { answers: texts } = await until(
    () => answers(id),
    ({ responses }) => responses === 5,
  );
  await backend.workspace.send('PATCH', `/polls/${id}/answers/words/${texts[0]?.responseId}`, {
    body: { hidden: true },
  });
  await backend.workspace.send('POST', `/polls/${id}/archive`);
  await archives.reached(id, 'archived');
  assert.equal((await archives.filesOf(id)).length, 3, 'an export, a part and its manifest');

  assert.equal((await backend.workspace.send('DELETE', `/polls/${id}`)).status, 204);
  const left = async () => [...(await archives.itemsOf(id)).map(({ sk }) => sk), ...(await archives.filesOf(id))];
  // The tally may come once more, as its responses' deletion is counted: the next look takes it.
  await until(left, (names) => names.every((name) => name === 'total'));

  await late(id);
  await lookAgain({ pollId: id, kind: 'poll', look: 1 });
  await until(left, (names) => names.every((name) => name === 'total'));
  const name = `groundswell-dev-removals/${id}-removal`;
  const lastLook = await until(
    async () => home().servers.scheduler.pending()[name],
    (at) => at !== undefined,
  );
  assert.equal(Math.round(((lastLook ?? 0) - Date.now()) / dayMs), 29);
  await late(id);
  await until(
    async () => (await archives.itemsOf(id)).length,
    (count) => count > 0,
  );
  await home().servers.scheduler.fireUntil(lastLook ?? 0);
  await until(left, (names) => names.every((one) => one === 'total'));
  await lookAgain({ pollId: id, kind: 'poll', look: 2 });
  await until(left, (names) => names.length === 0);
});

test('nothing is kept for a time by default, and what is set is told, or refused by the field', async () => {
  const get = async () => (await backend.workspace.send('GET', '/workspace/settings')).body;
  assert.deepEqual(await get(), {});
  assert.deepEqual((await settings({ archiveAfterDays: 3 })).body, { archiveAfterDays: 3 });
  assert.deepEqual(await get(), { archiveAfterDays: 3 });
  await settings({});
  assert.deepEqual(await get(), {});
  const wrong = await backend.workspace.send('PUT', '/workspace/settings', { body: { retentionDays: 29 } });
  assert.equal(wrong.status, 400);
  assert.equal(wrong.body.errors?.[0]?.pointer, '/retentionDays');
});

test('polls archive themselves when their days are over; later voters’ own data goes from everywhere, and results stay', async () => {
  const [id, old, recent] = await Promise.all([35, 11, 5].map((days) => archives.closedPoll(6, days)));
  assert.ok(id && old && recent);
  const path = `/polls/${id}`;
  await exported(id);
  const runoff = () => backend.workspace.send<InstantRunoff>('GET', `${path}/results/order/instant-runoff`);
  const [results, { body: outcome }] = [await backend.voter.results(id), await runoff()];
  assert.equal(outcome.ballots, 6);
  await settings({ archiveAfterDays: 10, retentionDays: 30 });
  await look();
  await Promise.all([id, old].map((one) => archives.reached(one, 'archived')));
  assert.ok((await view(old)).archivedAt);
  assert.equal((await backend.workspace.send('GET', `/polls/${recent}/archive`)).status, 404);
  assert.equal((await view(id)).responsesRemovedAt, undefined, 'first its insights are made sure of');
  await look();
  await until(
    () => view(id),
    ({ responsesRemovedAt }) => responsesRemovedAt !== undefined,
  );
  await until(
    () => archives.filesOf(id),
    (files) => files.length === 0,
  );
  await until(
    () => answers(id),
    ({ answers: texts }) => texts.length === 0,
  );
  // What has expired DynamoDB deletes in its own time.
  await until(
    async () => {
      await archives.sweep();
      return archives.storedOf(id);
    },
    (stored) => stored.length === 0,
  );
  // Nothing comes back by being looked at.
  assert.deepEqual((await answers(id)).answers, []);
  assert.equal((await backend.workspace.send<Insights>('GET', `${path}/insights`)).body.responses, 6);
  assert.deepEqual((await backend.voter.results(id)).questions, results.questions);
  assert.deepEqual((await runoff()).body, outcome);
  for (const refused of ['exports', 'archive']) {
    const { status } = await backend.workspace.send('POST', `${path}/${refused}`, { body: { format: 'csv' } });
    assert.equal(status, 409, refused);
  }
  assert.doesNotMatch(JSON.stringify(await archives.itemsOf(id)), /voter \d/);
  assert.equal((await view(old)).responsesRemovedAt, undefined);
  await settings({});
});
