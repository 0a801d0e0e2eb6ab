import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { ConnectionError, memoryStorage, PollClient, ProblemError, type Progress } from '../../../web/client/client.ts';

/** An API whose answers to submissions a test decides, one after the other. */
let server: Server;
let url: string;
let keys: unknown[];
let answers: ((response: ServerResponse, request: IncomingMessage) => void)[];
beforeEach(async () => {
  keys = [];
  answers = [];
  server = createServer((request, response) => {
    const json = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (request.url?.endsWith('/devices')) return void json(200, { voterToken: 'token' });
    if (request.method === 'GET') return void json(200, { responseId: 'r', status: 'recorded' });
    keys.push(request.headers['idempotency-key']);
    const answer = answers.shift();
    if (answer) answer(response, request);
    else json(202, { responseId: 'r', status: 'pending' });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const submission = { answers: { q: 'a' } };
const problem =
  (status: number, code: string, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end(JSON.stringify({ type: `urn:groundswell:problem:${code}`, status }));

test('a lost connection and a throttle are tried again, under the same key', async () => {
  answers = [
    (response) => response.destroy(),
    problem(429, 'too-many-requests', { 'retry-after': '1' }),
    problem(503, 'unavailable'),
  ];
  const progress: Progress[] = [];
  const outcome = await new PollClient({ api: url, poll: 'p' }).submit(submission, (one) => progress.push(one));
  assert.deepEqual(outcome, { status: 'recorded', responseId: 'r' });
  assert.equal(keys.length, 4);
  assert.equal(new Set(keys).size, 1);
  const errors = progress.flatMap((one) => (one.status === 'waiting' ? [one.error] : []));
  assert.ok(errors[0] instanceof ConnectionError);
  assert.ok(errors[1] instanceof ProblemError && errors[1].code === 'too-many-requests');
  assert.equal(errors[1].retryAfterMs, 1_000);
});

test('what was kept goes on in another client with the same storage, as after a reload', async () => {
  const storage = memoryStorage();
  answers = [(response) => response.destroy()];
  const first = new PollClient({ api: url, poll: 'p', storage });
  const stopped = await first.submit(submission, ({ status }) => status === 'waiting' && first.close());
  assert.equal(stopped.status, 'stopped');
  const second = new PollClient({ api: url, poll: 'p', storage });
  assert.deepEqual(second.kept?.answers, submission.answers);
  assert.equal((await second.resume())?.status, 'recorded');
  assert.equal(new Set(keys).size, 1);
  assert.equal(second.kept, undefined);
  assert.equal(second.votedAs, 'r');
  assert.equal(second.resume(), undefined);
});

test('a refusal is told with its code, and not tried again', async () => {
  answers = [problem(409, 'poll-not-open')];
  const client = new PollClient({ api: url, poll: 'p' });
  const outcome = await client.submit(submission);
  assert.equal(outcome.status, 'refused');
  assert.equal(outcome.problem?.code, 'poll-not-open');
  assert.equal(keys.length, 1);
  assert.equal(client.kept, undefined);
  assert.equal(client.votedAs, undefined);
});

test('a device whose token isn’t taken any more gets another, once', async () => {
  answers = [problem(401, 'invalid-voter-token'), problem(401, 'invalid-voter-token')];
  const outcome = await new PollClient({ api: url, poll: 'p' }).submit(submission);
  assert.equal(outcome.problem?.code, 'invalid-voter-token');
  assert.equal(keys.length, 2);
});
