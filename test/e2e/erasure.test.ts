import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Erasure } from '../../contracts/erasure.ts';
import type { ExportView } from '../../contracts/exports.ts';
import { headers } from '../../contracts/headers.ts';
import type { TextAnswers } from '../../contracts/insights.ts';
import type { ResponseMessage, VoterToken } from '../../contracts/response.ts';
import type { VoterData } from '../../contracts/voter-data.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { parseVoterToken } from '../../domain/responses/voter.ts';
import { keysOf } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let database: DynamoDBDocumentClient;
let queues: SQSClient;
let environment: Readonly<Record<string, string>>;
before(async () => {
  backend = await startBackend({ regions: 2 });
  environment = backend.runtime.environmentOf('recordResponses');
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamodb = '', AWS_ENDPOINT_URL_SQS: sqs = '' } = environment;
  database = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamodb, ...localCredentials }));
  queues = new SQSClient({ endpoint: sqs, ...localCredentials });
});
after(async () => {
  database?.destroy();
  queues?.destroy();
  await backend?.stop();
});

const policy = { voters: 'authenticated', changes: 'refuse' } as const;

async function tokenOf(pollId: string, voter: string): Promise<string> {
  const { body } = await backend.workspace.send<VoterToken>('POST', `/polls/${pollId}/voter-tokens`, {
    body: { voter },
  });
  return body.voterToken;
}

const erase = (pollId: string, token: string) =>
  backend.workspace.send<Erasure>('DELETE', `/polls/${pollId}/voters/token`, {
    headers: { [headers.voterToken]: token },
  });

const show = (pollId: string, token: string) =>
  backend.workspace.send<VoterData>('GET', `/polls/${pollId}/voters/token`, {
    headers: { [headers.voterToken]: token },
  });

const counted = (pollId: string, responses: number, api = backend.voter) =>
  until(
    () => api.results(pollId),
    (results) => results.responses === responses,
  );

/** The item in a voter's place. */
async function placeOf(pollId: string, token: string): Promise<Record<string, unknown> | undefined> {
  const { id: voterKey } = parseVoterToken(pollId, token);
  const { Items = [] } = await database.send(
    new ScanCommand({
      TableName: environment.RESPONSES_TABLE,
      FilterExpression: 'sk = :voter',
      ExpressionAttributeValues: { ':voter': voterKey },
      ConsistentRead: true,
    }),
  );
  return Items[0];
}

/** Delivers a response's message once more, and waits until it was worked on. */
async function deliverAgain(message: Omit<ResponseMessage, 'v' | 'skipped' | 'changes' | 'shards'>): Promise<void> {
  const { RESPONSES_QUEUE_URL: QueueUrl = '' } = backend.runtime.environmentOf('submitResponse');
  const MessageBody = JSON.stringify({ v: 1, skipped: [], changes: policy.changes, shards: 16, ...message });
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await until(
    async () => Object.entries(backend.runtime.queueDepths()),
    (depths) => depths.every(([queue, depth]) => depth === 0 || !queue.includes('AcceptedQueue')),
  );
}

/** Everything that a region's tables hold of a poll, as text. */
async function everythingOf(endpoint: string): Promise<string> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...localCredentials }));
  const { POLLS_TABLE, RESPONSES_TABLE, TALLIES_TABLE } = backend.runtime.environmentOf('manageVoterData');
  const items: unknown[] = [];
  for (const TableName of [POLLS_TABLE, RESPONSES_TABLE, TALLIES_TABLE]) {
    items.push(...((await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? []));
  }
  client.destroy();
  return JSON.stringify(items);
}

test('an erased voter is gone from tables, results, exports, answers and moderation, in every region', async () => {
  const { id } = await backend.workspace.openPoll({ ...everyKind, policy });
  const [ann, bob] = [await tokenOf(id, 'ann'), await tokenOf(id, 'bob')];
  const { body: sent } = await backend.voter.respond(id, { drink: 'tea', words: 'ann was here' }, ann);
  await backend.voter.respond(id, { drink: 'coffee', words: 'bob too' }, bob);
  const [home, other] = backend.runtime.regions;
  const away = new ApiClient(
    other?.url ?? '',
    await issueKey(keysOf(backend.runtime), { workspaceId: 'laptop', scopes: ['results:read'] }),
  );
  await counted(id, 2);
  await counted(id, 2, away);
  const downloads: string[] = [];
  for (const api of [backend.workspace, away]) {
    await until(
      () => api.send<TextAnswers>('GET', `/polls/${id}/answers/words`),
      ({ status, body }) => status === 200 && body.responses === 2,
    );
    const { body } = await api.send<ExportView>('POST', `/polls/${id}/exports`, { body: { format: 'jsonl' } });
    const done = await until(
      async () => (await api.send<ExportView>('GET', `/polls/${id}/exports/${body.id}`)).body,
      ({ state }) => state === 'ready',
      60,
    );
    const url = done.downloadUrl ?? assert.fail();
    assert.match(gunzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).toString(), /ann was here/);
    downloads.push(url);
  }
  const mark = await backend.workspace.send('PATCH', `/polls/${id}/answers/words/${sent.responseId}`, {
    body: { hidden: true },
  });
  assert.equal(mark.status, 200);

  const shown = await show(id, ann);
  assert.equal(shown.status, 200);
  const { responseId } = sent;
  const { exports: files, response, ...told } = shown.body;
  const { submittedAt, ...answered } = response ?? assert.fail('there is no response');
  assert.ok(Math.abs(Date.parse(submittedAt) - Date.now()) < 600_000);
  assert.deepEqual(answered, {
    responseId,
    answers: { drink: 'tea', words: 'ann was here' },
    skipped: everyKind.questions.map(({ id }) => id).filter((question) => !['drink', 'words'].includes(question)),
    metadata: {},
  });
  assert.deepEqual(told, {
    pollId: id,
    voterKey: parseVoterToken(id, ann).id,
    textAnswers: [{ questionId: 'words', responseId, text: 'ann was here' }],
    hiddenAnswers: [{ questionId: 'words', responseId }],
  });
  assert.deepEqual(
    files.map(({ format, state }) => [format, state]),
    [['jsonl', 'ready']],
  );
  assert.ok(!JSON.stringify(shown.body).includes('bob'));

  const { status, body } = await erase(id, ann);
  assert.equal(status, 200);
  assert.deepEqual(body.removed, {
    responses: 1,
    exports: 1,
    textAnswers: 1,
    moderationMarks: 1,
    archivedResponses: 0,
  });
  await counted(id, 1);
  await counted(id, 1, away);
  for (const url of downloads) {
    await until(
      async () => (await fetch(url)).status,
      // Whoever made the address may not list the bucket, so S3 doesn't say whether there is such a file.
      (seen) => seen === 403,
    );
  }
  for (const region of [home, other]) {
    const left = await until(
      () => everythingOf(region?.servers.dynamodb.endpoint ?? ''),
      (text) => !text.includes('ann was here') && !text.includes('HIDDEN#') && !text.includes('EXPORT#'),
    );
    assert.ok(left.includes('bob too'), 'others keep theirs');
  }
  const { erasedAt, ...left } = (await show(id, ann)).body;
  assert.equal(erasedAt, body.erasedAt);
  assert.deepEqual(left, { pollId: id, voterKey: told.voterKey, textAnswers: [], hiddenAnswers: [], exports: [] });
  assert.deepEqual((await erase(id, ann)).body.removed, {
    responses: 0,
    exports: 0,
    textAnswers: 0,
    moderationMarks: 0,
    archivedResponses: 0,
  });
});

test('a message from before the erasure never comes back, and what the voter answers afterwards counts', async () => {
  const { id } = await backend.workspace.openPoll({ ...everyKind, policy });
  const ann = await tokenOf(id, 'ann');
  const { body: sent } = await backend.voter.respond(id, { drink: 'tea' }, ann);
  await counted(id, 1);
  const { t } = (await placeOf(id, ann)) ?? assert.fail();
  const { id: voterKey } = parseVoterToken(id, ann);
  const { responseId } = sent;
  const old = { pollId: id, responseId, voterKey, submittedAt: Number(t), answers: { drink: { s: 'tea' } } };
  assert.equal((await backend.workspace.send('DELETE', `/polls/${id}/voters/${responseId}`)).status, 200);
  await counted(id, 0);
  await deliverAgain(old);
  assert.deepEqual(Object.keys((await placeOf(id, ann)) ?? {}).sort(), ['expiresAt', 'o', 'pk', 'sk', 'x']);

  assert.equal((await backend.voter.respond(id, { drink: 'coffee' }, ann)).status, 202);
  const { questions } = await counted(id, 1);
  assert.equal(questions.drink?.kind === 'single' && questions.drink.counts.coffee, 1);
  await deliverAgain(old);
  const stored = await placeOf(id, ann);
  assert.deepEqual(stored?.a, { drink: { s: 'coffee' } }, 'the first counts in this poll, but not one that was erased');
  assert.equal(stored?.expiresAt, undefined);
  assert.equal((await backend.voter.results(id)).responses, 1);
});

test('a response that waits to be recorded when its voter is erased is not recorded any more', async () => {
  const { id } = await backend.workspace.openPoll({ ...everyKind, policy });
  const ann = await tokenOf(id, 'ann');
  const { id: voterKey } = parseVoterToken(id, ann);
  const submittedAt = Date.now() - 1_000;
  assert.equal((await erase(id, ann)).body.removed.responses, 0);
  await deliverAgain({
    pollId: id,
    responseId: `${voterKey}0123456789abcdef`,
    voterKey,
    submittedAt,
    answers: { drink: { s: 'tea' } },
  });
  assert.equal((await placeOf(id, ann))?.a, undefined);
});

test('only the poll’s own workspace erases, and only a voter of that poll', async () => {
  const { id } = await backend.workspace.openPoll({ ...everyKind, policy });
  const { id: second } = await backend.workspace.openPoll({ ...everyKind, policy });
  const ann = await tokenOf(id, 'ann');
  const key = await issueKey(keysOf(backend.runtime), { workspaceId: 'other', scopes: ['polls:write'] });
  const other = new ApiClient(backend.runtime.apiUrl, key);
  const proof = { headers: { [headers.voterToken]: ann } };
  assert.equal((await other.send('DELETE', `/polls/${id}/voters/token`, proof)).status, 404);
  assert.equal((await backend.workspace.send('DELETE', `/polls/${id}/voters/ann`)).status, 404);
  for (const wrong of [await erase(second, ann), await backend.workspace.send('DELETE', `/polls/${id}/voters/token`)]) {
    assert.equal(wrong.status, 401);
  }
});
