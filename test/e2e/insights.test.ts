import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { viewerCountryHeader } from '../../contracts/edge.ts';
import { headers } from '../../contracts/headers.ts';
import type { CrossTab, Insights, TextAnswer, TextAnswers } from '../../contracts/insights.ts';
import { issueKey } from '../../domain/polls/api-keys.ts';
import { keysOf } from '../../local/seed.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Mobile/15E148 Safari/604.1';

async function vote(pollId: string, answers: unknown, more: Record<string, string> = {}): Promise<void> {
  const { status } = await backend.voter.send('POST', `/polls/${pollId}/responses`, {
    body: { answers },
    headers: { [headers.voterToken]: await backend.voter.voterToken(pollId), ...more },
  });
  assert.equal(status, 202);
}

async function pollWith(...votes: readonly (readonly [unknown, Record<string, string>?])[]): Promise<string> {
  const { id } = await backend.workspace.openPoll(everyKind);
  for (const [answers, more] of votes) await vote(id, answers, more);
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === votes.length,
  );
  return id;
}

/** Asks again until the answer is made of so many responses. */
const made = <T extends { responses: number }>(path: string, responses: number) =>
  until(
    () => backend.workspace.send<T>('GET', path),
    ({ status, body }) => status === 200 && body.responses === responses,
  );

/** The region's Tallies table, as it stands behind the functions. */
function tallies() {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint, TALLIES_TABLE: table = '' } =
    backend.runtime.environmentOf('computeInsights');
  const client = new DynamoDBClient({ ...(endpoint === undefined ? {} : { endpoint }), ...localCredentials });
  return { client: DynamoDBDocumentClient.from(client), table };
}

test('votes are told by time, country and device; neither address nor user agent is stored', async () => {
  const id = await pollWith(
    [{ drink: 'tea' }, { [viewerCountryHeader]: 'DE', 'user-agent': phone }],
    [{ drink: 'tea' }, { [viewerCountryHeader]: 'DE', 'user-agent': 'curl/8' }],
    [{ drink: 'coffee' }, { [viewerCountryHeader]: 'nowhere', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }],
  );
  const first = await backend.workspace.send('GET', `/polls/${id}/insights`);
  assert.equal(first.status, 202);
  assert.equal(first.headers.get('retry-after'), '1');
  const { body } = await made<Insights>(`/polls/${id}/insights`, 3);
  assert.deepEqual(body.countries, { DE: 2, unknown: 1 });
  assert.deepEqual(body.devices, { phone: 1, tablet: 0, desktop: 1, unknown: 1 });
  assert.equal(body.timeline.bucketSeconds, 60);
  assert.equal(
    body.timeline.buckets.reduce((sum, { responses }) => sum + responses, 0),
    3,
  );
  assert.equal(body.refreshing, false);
  const { client, table } = tallies();
  const responses = { client, table: table.replace('tallies', 'responses') };
  const items: unknown[] = [];
  for (let shard = 0; shard < 16; shard += 1) {
    const { Items = [] } = await responses.client.send(
      new QueryCommand({
        TableName: responses.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${id}#${shard}` },
      }),
    );
    items.push(...Items);
  }
  assert.equal(items.length, 3);
  assert.doesNotMatch(JSON.stringify(items), /iPhone|Mozilla|curl|127\.0\.0\.1|::1|nowhere/);
});

test('insights follow new votes, some seconds later', async () => {
  const id = await pollWith([{ drink: 'tea' }]);
  await made<Insights>(`/polls/${id}/insights`, 1);
  await vote(id, { drink: 'coffee' });
  await made<Insights>(`/polls/${id}/insights`, 2);
});

test('two questions make a table, and what is none is not found', async () => {
  const id = await pollWith(
    [{ drink: 'tea', leaves: ['green', 'black'], again: 9 }],
    [{ drink: 'tea', again: 9 }],
    [{ drink: 'coffee', again: 3 }],
  );
  const path = `/polls/${id}/insights/cross-tab`;
  const { body } = await made<CrossTab>(`${path}?rows=drink&columns=again`, 3);
  assert.deepEqual(body.rows, { question: 'drink', totals: { tea: 2, coffee: 1, constructor: 0 } });
  assert.equal(body.columns.totals['9'], 2);
  assert.equal(body.cells.tea?.['9'], 2);
  assert.equal(body.cells.coffee?.['3'], 1);
  const status = async (query: string) => (await backend.workspace.send('GET', path + query)).status;
  assert.equal(await status('?rows=drink&columns=drink'), 404);
  assert.equal(await status('?rows=drink&columns=words'), 404);
  assert.equal(await status('?rows=drink&columns=nothing'), 404);
  assert.equal(await status('?rows=drink'), 400);
});

test('text answers are paged, searched and moderated', async () => {
  const texts = ['Straße', 'Sehr gut!', '<b>x</b>'];
  const id = await pollWith(...texts.map((words) => [{ drink: 'tea', words }] as const));
  const path = `/polls/${id}/answers/words`;
  const { body } = await made<TextAnswers>(path, 3);
  assert.deepEqual(body.answers.map(({ text }) => text).sort(), texts.toSorted());
  assert.equal(body.cursor, undefined);
  const textsOf = async (query: string) =>
    (await backend.workspace.send<TextAnswers>('GET', path + query)).body.answers.map(({ text }) => text);
  assert.deepEqual(await textsOf('?search=STRASSE'), ['Straße']);

  const victim = body.answers.find(({ text }) => text === '<b>x</b>') ?? assert.fail();
  const moderate = (responseId: string, hidden: unknown, api = backend.workspace) =>
    api.send<TextAnswer>('PATCH', `${path}/${responseId}`, { body: { hidden } });
  const hidden = await moderate(victim.responseId, true);
  assert.equal(hidden.status, 200);
  assert.deepEqual(hidden.body, { ...victim, hidden: true });
  assert.deepEqual(await textsOf('?state=hidden'), ['<b>x</b>']);
  assert.equal((await textsOf('')).length, 2);
  assert.equal((await textsOf('?state=all')).length, 3);
  await moderate(victim.responseId, false);
  assert.equal((await textsOf('?state=shown')).length, 3);
  assert.equal((await moderate('nobody', true)).status, 404);
  assert.equal((await moderate(victim.responseId, 'yes')).status, 400);

  const status = async (query: string) => (await backend.workspace.send('GET', path + query)).status;
  assert.equal(await status('?cursor=AAAA'), 400);
  assert.equal(await status('?state=secret'), 400);
  assert.equal(await status('?search='), 400);
  assert.equal((await backend.workspace.send('GET', `/polls/${id}/answers/drink`)).status, 404);
});

test('a page has a hundred answers, and its cursor leads on', async () => {
  const id = await pollWith(
    ...Array.from({ length: 103 }, (_, index) => [{ drink: 'tea', words: `w${index}` }] as const),
  );
  const path = `/polls/${id}/answers/words`;
  const first = await made<TextAnswers>(path, 103);
  assert.equal(first.body.answers.length, 100);
  const cursor = first.body.cursor ?? assert.fail();
  const second = await backend.workspace.send<TextAnswers>('GET', `${path}?cursor=${cursor}`);
  assert.equal(second.body.cursor, undefined);
  const seen = [...first.body.answers, ...second.body.answers].map(({ text }) => text);
  assert.equal(new Set(seen).size, 103);
  const tampered = (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1);
  assert.equal((await backend.workspace.send('GET', `${path}?cursor=${tampered}`)).status, 400);
});

test('a worker that was killed leaves the next one free, and a job that comes again changes nothing', async () => {
  const id = await pollWith([{ drink: 'tea', words: 'one' }]);
  const { client, table } = tallies();
  // Died in the middle of writing: its lease has run out, and pages are there that no head names.
  const left = { pk: id, sk: 'page#words#00000000000000000000000000#0000', o: '[{"text":"half"}]' };
  await client.send(new PutCommand({ TableName: table, Item: left }));
  const lease = { pk: id, sk: 'job#answers#words', w: 'dead', u: Date.now() - 1, r: true };
  await client.send(new PutCommand({ TableName: table, Item: lease }));
  const path = `/polls/${id}/answers/words`;
  await made<TextAnswers>(path, 1);

  const outcome = async () =>
    (await client.send(new GetCommand({ TableName: table, Key: { pk: id, sk: 'answers#words' } }))).Item;
  const before = await outcome();
  const { AWS_ENDPOINT_URL_SQS: endpoint } = backend.runtime.environmentOf('computeInsights');
  const queues = new SQSClient({ ...(endpoint === undefined ? {} : { endpoint }), ...localCredentials });
  const job = { v: 1, pollId: id, view: { kind: 'answers', question: 'words' } };
  const { INSIGHTS_QUEUE_URL: QueueUrl = '' } = backend.runtime.environmentOf('listAnswers');
  const send = (askedAt: number) =>
    queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ ...job, askedAt }) }));
  for (let time = 0; time < 3; time += 1) await send(Number(before?.f));
  // Jobs go in no order; this one is sure to be behind none but those.
  await vote(id, { drink: 'tea', words: 'two' });
  await made<TextAnswers>(path, 2);
  const { body } = await backend.workspace.send<TextAnswers>('GET', path);
  assert.deepEqual(body.answers.map(({ text }) => text).sort(), ['one', 'two']);
  const gone = await until(
    () => client.send(new GetCommand({ TableName: table, Key: { pk: id, sk: left.sk } })),
    ({ Item }) => Item === undefined,
  );
  assert.equal(gone.Item, undefined);
});

test('while one is at it, nobody else is asked', async () => {
  const id = await pollWith([{ drink: 'tea' }]);
  const { client, table } = tallies();
  const lease = { pk: id, sk: 'job#insights', w: 'busy', u: Date.now() + 60_000, r: true };
  await client.send(new PutCommand({ TableName: table, Item: lease }));
  for (let time = 0; time < 3; time += 1) {
    assert.equal((await backend.workspace.send('GET', `/polls/${id}/insights`)).status, 202);
  }
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk: id, sk: lease.sk } }));
  assert.equal(Item?.w, 'busy');
});

test('insights stay as they were when responses expire', async () => {
  const id = await pollWith([{ drink: 'tea' }], [{ drink: 'tea' }]);
  const { body: before } = await made<Insights>(`/polls/${id}/insights`, 2);
  const { client, table } = tallies();
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk: id, sk: 'total' },
      UpdateExpression: 'SET #e = :now, #t = :now',
      ExpressionAttributeNames: { '#e': 'e', '#t': 't' },
      ExpressionAttributeValues: { ':now': Date.now() },
    }),
  );
  // Old by any measure.
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk: id, sk: 'insights' },
      UpdateExpression: 'SET #f = :old',
      ExpressionAttributeNames: { '#f': 'f' },
      ExpressionAttributeValues: { ':old': Date.now() - 3_600_000 },
    }),
  );
  const { body } = await backend.workspace.send<Insights>('GET', `/polls/${id}/insights`);
  assert.deepEqual({ ...body, asOf: before.asOf }, { ...before, refreshing: false });
});

test('insights are the workspace’s own', async () => {
  const id = await pollWith([{ drink: 'tea', words: 'secret' }]);
  const keys = keysOf(backend.runtime);
  const url = backend.runtime.apiUrl;
  const stranger = new ApiClient(
    url,
    await issueKey(keys, { workspaceId: 'stranger', scopes: ['results:read', 'polls:write'] }),
  );
  const reader = new ApiClient(url, await issueKey(keys, { workspaceId: 'laptop', scopes: ['polls:read'] }));
  const paths = ['insights', 'insights/cross-tab?rows=drink&columns=again', 'answers/words'];
  for (const path of paths) {
    assert.equal((await stranger.send('GET', `/polls/${id}/${path}`)).status, 404, path);
    assert.equal((await reader.send('GET', `/polls/${id}/${path}`)).status, 403, path);
    assert.equal((await backend.voter.send('GET', `/polls/${id}/${path}`)).status, 401, path);
  }
  const hide = { body: { hidden: true } };
  assert.equal((await stranger.send('PATCH', `/polls/${id}/answers/words/x`, hide)).status, 404);
  assert.equal((await reader.send('PATCH', `/polls/${id}/answers/words/x`, hide)).status, 403);
});
