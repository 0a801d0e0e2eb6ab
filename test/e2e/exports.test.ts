import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'csv-parse/sync';
import type { ExportRequest, ExportView } from '../../contracts/exports.ts';
import type { PollView } from '../../contracts/poll.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { redrive } from '../../tools/soak/system.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend?.stop());

async function pollWith(voters: number): Promise<PollView> {
  const poll = await backend.workspace.openPoll(everyKind);
  const drinks = ['tea', 'coffee'];
  await Promise.all(
    Array.from({ length: voters }, (_, voter) => {
      const answers = { drink: drinks[voter % 2], words: `voter ${voter}` };
      return backend.voter.respond(poll.id, voter % 2 ? answers : { ...answers, leaves: ['green'] });
    }),
  );
  await until(
    () => backend.voter.results(poll.id),
    ({ responses }) => responses === voters,
  );
  return poll;
}

const request = (pollId: string, body: Partial<ExportRequest>) =>
  backend.workspace.send<ExportView>('POST', `/polls/${pollId}/exports`, { body });

const ready = (pollId: string, id: string) =>
  until(
    async () => (await backend.workspace.send<ExportView>('GET', `/polls/${pollId}/exports/${id}`)).body,
    ({ state }) => state === 'ready',
    60,
  );

async function download({ downloadUrl }: ExportView): Promise<string> {
  const file = await fetch(downloadUrl ?? assert.fail('there is no address'));
  assert.equal(file.status, 200);
  assert.match(file.headers.get('content-disposition') ?? '', /attachment; filename=".*\.gz"/);
  return gunzipSync(Buffer.from(await file.arrayBuffer())).toString();
}

test('a CSV file has each response once, and its manifest proves it', async () => {
  const poll = await pollWith(30);
  const asked = await request(poll.id, { format: 'csv', wording: 'ids' });
  assert.equal(asked.status, 202);
  assert.equal(asked.headers.get('location'), `/polls/${poll.id}/exports/${asked.body.id}`);
  const done = await ready(poll.id, asked.body.id);
  const text = await download(done);
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  assert.deepEqual(
    rows.map(({ words }) => words).sort(),
    Array.from({ length: 30 }, (_, voter) => `voter ${voter}`).sort(),
  );
  assert.equal(rows.filter(({ 'leaves.green': green }) => green === '1').length, 15);
  assert.deepEqual(done.progress, { responses: 30, of: 30 });
  assert.equal(done.manifest?.responses, 30);
  const [part] = done.manifest?.parts ?? [];
  assert.equal(part?.hash, createHash('sha256').update(text).digest('hex'));
});

test('the same request for the same responses gets the same export, and one more response another', async () => {
  const poll = await pollWith(4);
  const [first, second] = [await request(poll.id, { format: 'jsonl' }), await request(poll.id, { format: 'jsonl' })];
  assert.equal(first.body.id, second.body.id);
  await ready(poll.id, first.body.id);
  assert.equal((await request(poll.id, { format: 'jsonl' })).body.state, 'ready');
  await backend.voter.respond(poll.id, { drink: 'coffee' });
  await until(
    () => backend.voter.results(poll.id),
    ({ responses }) => responses === 5,
  );
  const third = await request(poll.id, { format: 'jsonl' });
  assert.notEqual(third.body.id, first.body.id);
  const lines = (await download(await ready(poll.id, third.body.id))).trimEnd().split('\n');
  assert.equal(new Set(lines.map((line) => JSON.parse(line).responseId)).size, 5);
  const listed = await backend.workspace.send<{ exports: ExportView[] }>('GET', `/polls/${poll.id}/exports`);
  assert.deepEqual(
    listed.body.exports.map(({ id }) => id),
    [third.body.id, first.body.id],
  );
});

test('an export whose worker is killed again and again is complete in the end', async (t) => {
  const poll = await pollWith(12);
  const { body } = await request(poll.id, { format: 'csv' });
  for (let times = 0; times < 5; times += 1) await backend.runtime.kill('writeExport');
  const { TALLIES_TABLE = '', AWS_ENDPOINT_URL_DYNAMODB = '' } = backend.runtime.environmentOf('writeExport');
  const database = new DynamoDBClient({ endpoint: AWS_ENDPOINT_URL_DYNAMODB, ...localCredentials });
  t.after(() => database.destroy());
  const jobs = new DynamoExportStore(DynamoDBDocumentClient.from(database), TALLIES_TABLE);
  let [version, looks] = [0, 0];
  const done = await until(
    async () => {
      const job = await jobs.get(poll.id, body.id);
      looks = job?.version === version ? looks + 1 : 0;
      version = job?.version ?? 0;
      if (job && looks > 20) {
        // The time of whoever died with it in hand is over: minutes that a test can't wait.
        await jobs.update({ ...job, busyUntil: 0 });
        for (const region of backend.runtime.regions) await redrive(region);
      }
      return (await backend.workspace.send<ExportView>('GET', `/polls/${poll.id}/exports/${body.id}`)).body;
    },
    ({ state }) => state === 'ready',
    60,
  );
  assert.equal(done.manifest?.responses, 12);
});

test('an export is its workspace’s own, and a wrong request names the field', async () => {
  const poll = await pollWith(1);
  const { body } = await request(poll.id, { format: 'csv' });
  const key = await issueKey(keysOf(backend.runtime), { workspaceId: 'other', scopes: ['results:read'] });
  const other = new ApiClient(backend.runtime.apiUrl, key);
  for (const [method, path] of [
    ['POST', `/polls/${poll.id}/exports`],
    ['GET', `/polls/${poll.id}/exports`],
    ['GET', `/polls/${poll.id}/exports/${body.id}`],
  ] as const) {
    assert.equal((await other.send(method, path, method === 'POST' ? { body: { format: 'csv' } } : {})).status, 404);
  }
  const wrong = await backend.workspace.send('POST', `/polls/${poll.id}/exports`, { body: { format: 'xlsx' } });
  assert.equal(wrong.status, 400);
  assert.equal(wrong.body.errors?.[0]?.pointer, '/format');
});
