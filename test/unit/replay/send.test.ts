import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { seededRandom, shuffled } from '../../../tools/random.ts';
import { connect } from '../../../tools/replay/api.ts';
import { openPoll, settle } from '../../../tools/replay/polls.ts';
import { sendAll } from '../../../tools/replay/send.ts';
import { startFakeApi } from './fake-api.ts';

const respondents = Array.from({ length: 40 }, (_, index) => ({ row: index + 2, answers: { q: `o${index % 3}` } }));
const options = { pollId: 'p1', concurrency: 4, duplicate: 0, random: seededRandom(1), onProgress: () => undefined };

test('every respondent is a voter with a token and an idempotency key of its own', async () => {
  await using server = await startFakeApi();
  const report = await sendAll(connect({ url: server.url, key: 'key' }), respondents, options);
  assert.equal(report.accepted, 40);
  assert.equal(new Set(server.received.map(({ token }) => token)).size, 40);
  assert.equal(new Set(server.received.map(({ idempotencyKey }) => idempotencyKey)).size, 40);
});

test('a response that met 429 or 503 is tried again with the same key, after the pause', async () => {
  await using server = await startFakeApi({ failure: (n) => [429, 503][n] });
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const api = connect({ url: server.url, key: 'key', pause });
  const report = await sendAll(api, respondents.slice(0, 1), options);
  assert.equal(report.accepted, 1);
  assert.equal(pauses.length, 2);
  assert.equal(server.received.length, 3);
  assert.equal(new Set(server.received.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
});

test('duplicates carry the first one’s token, some with its key and some without any', async () => {
  await using server = await startFakeApi();
  const api = connect({ url: server.url, key: 'key' });
  const report = await sendAll(api, respondents, { ...options, duplicate: 1, random: seededRandom(7) });
  assert.equal(report.duplicates, 40);
  assert.equal(server.received.length, 80);
  assert.equal(new Set(server.received.map(({ token }) => token)).size, 40);
  const unkeyed = server.received.filter(({ idempotencyKey }) => idempotencyKey === undefined).length;
  assert.ok(unkeyed > 0 && unkeyed < 40, `${unkeyed} without a key`);
});

test('refused responses are counted by their reason and not tried again', async () => {
  await using server = await startFakeApi({ failure: () => 422 });
  const report = await sendAll(connect({ url: server.url, key: 'key' }), respondents, options);
  assert.deepEqual([report.accepted, report.refused], [0, 40]);
  assert.deepEqual([...report.refusals], [['422 Refused by plan', 40]]);
  assert.equal(server.received.length, 40);
});

test('an API that nobody answers for is given up with one sentence', async () => {
  const server = await startFakeApi();
  await server[Symbol.asyncDispose]();
  const api = connect({ url: server.url, key: 'key', pause: async () => undefined });
  await assert.rejects(api.request({ method: 'GET', path: '/polls' }), /failed 12 times: nothing answers there/);
});

test('a refused API key is told in one sentence', async () => {
  await using server = await startFakeApi();
  const poll = { title: 't', language: 'en', questions: [], metadata: [] };
  const policy = { voters: 'device', changes: 'refuse', results: 'always' } as const;
  const api = connect({ url: server.url, key: 'wrong' });
  await assert.rejects(openPoll(api, { ...poll, policy }), /the API refused the poll: 401 No valid API key/);
});

test('results that never reach the number of responses are returned as unsettled when the time is up', async () => {
  await using server = await startFakeApi();
  const api = connect({ url: server.url, key: 'key' });
  const { isSettled, results } = await settle(api, 'p1', { responses: 1, timeout: 20, interval: 5 });
  assert.equal(isSettled, false);
  assert.equal(results.responses, 0);
});

test('a seed repeats the order, and shuffling loses nobody', () => {
  const once = shuffled(respondents, seededRandom(3));
  assert.deepEqual(shuffled(respondents, seededRandom(3)), once);
  assert.notDeepEqual(once, respondents);
  assert.deepEqual(new Set(once), new Set(respondents));
});

test('no try comes before the time that Retry-After asks for', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(429, { 'retry-after': '7', connection: 'close' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const api = connect({ url: `http://127.0.0.1:${port}`, key: 'key', pause });
  await assert.rejects(api.request({ method: 'GET', path: '/polls' }), /failed 12 times: status 429/);
  server.close();
  assert.deepEqual(new Set(pauses), new Set([7_000]));
});
