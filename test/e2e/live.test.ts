import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { headers } from '../../contracts/headers.ts';
import type { LiveAccess } from '../../contracts/live.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { ApiClient } from '../support/api.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { LiveClient } from '../support/live.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

const open = (policy: PollDefinitionInput['policy'] = {}) => backend.workspace.openPoll({ ...everyKind, policy });
const liveOf = (pollId: string, api: ApiClient = backend.voter, more = {}) =>
  api.send<LiveAccess>('GET', `/polls/${pollId}/live`, { headers: more });
const accessTo = async (pollId: string) => (await liveOf(pollId)).body;

test('a viewer sees a vote by itself, and one who joins late sees the next', async () => {
  const { id } = await open();
  const answer = await liveOf(id);
  assert.match(answer.headers.get('cache-control') ?? '', /^public, max-age=\d+$/);
  assert.deepEqual((await accessTo(id)).token, answer.body.token, 'all viewers share a token');
  const early = await LiveClient.connect(answer.body);
  early.send({ type: 'connection_init' });
  const { connectionTimeoutMs } = await early.frame(({ type }) => type === 'connection_ack');
  assert.equal(connectionTimeoutMs, 300_000);
  assert.equal((await early.subscribe(answer.body.channel)).type, 'subscribe_success');
  await backend.voter.respond(id, { drink: 'tea' });
  await early.frame(({ type, id: own }) => type === 'data' && own === 'one');
  assert.equal(early.results[0]?.responses, 1);
  const late = await LiveClient.connect(answer.body);
  assert.equal((await late.subscribe(answer.body.channel)).type, 'subscribe_success');
  await backend.voter.respond(id, { drink: 'coffee' });
  const last = await until(
    async () => late.results.at(-1),
    (results) => results?.responses === 2,
  );
  const { pending: _pending, ...counted } = await backend.voter.results(id);
  const { pending: _itsPending, ...shown } = last ?? assert.fail();
  assert.deepEqual(shown, counted);
  early.send({ type: 'unsubscribe', id: 'one' });
  await early.frame(({ type }) => type === 'unsubscribe_success');
  for (const client of [early, late]) client.socket.close();
});

test('a poll has at most one snapshot a second, however many votes come', async () => {
  const { id } = await open();
  const access = await accessTo(id);
  const client = await LiveClient.connect(access);
  await client.subscribe(access.channel);
  const votes = 60;
  for (let vote = 0; vote < votes; vote += 1) await backend.voter.respond(id, { drink: 'tea' });
  await until(
    async () => client.results.at(-1)?.responses,
    (responses) => responses === votes,
  );
  const published = client.results.map(({ asOf }) => Date.parse(asOf ?? ''));
  assert.deepEqual(
    published,
    published.toSorted((a, b) => a - b),
  );
  const seconds = (Math.max(...client.times) - Math.min(...client.times)) / 1_000;
  assert.ok(client.results.length <= seconds + 2, `${client.results.length} snapshots in ${seconds} s`);
  client.socket.close();
});

test('a token opens no other channel, no wildcard, and lets nobody publish', async () => {
  const [own, other] = [await open(), await open()];
  const access = await accessTo(own.id);
  const client = await LiveClient.connect(access);
  const wrong = [(await accessTo(other.id)).channel, '/results/*', `${access.channel}/workspace`, '/results'];
  for (const channel of wrong) {
    const { type, errors } = await client.subscribe(channel, channel);
    assert.equal(type, 'subscribe_error', channel);
    assert.equal(errors?.[0]?.errorType, 'UnauthorizedException', channel);
    client.frames.length = 0;
  }
  const unknown = await client.subscribe('/nowhere/else', 'unknown');
  assert.equal(unknown.errors?.[0]?.errorType, 'BadRequestException');
  client.frames.length = 0;
  const body = { channel: access.channel, events: ['{}'] };
  client.send({ type: 'publish', id: 'p', ...body, authorization: { Authorization: access.token } });
  assert.equal((await client.frame(({ id }) => id === 'p')).type, 'publish_error');
  const { status } = await fetch(`http://${access.host}/event`, {
    method: 'POST',
    headers: { authorization: access.token },
    body: JSON.stringify(body),
  });
  assert.equal(status, 401);
  client.socket.close();
});

test('what the protocol does not know is told as an error, and the connection goes on', async () => {
  const { id } = await open();
  const access = await accessTo(id);
  const client = await LiveClient.connect(access);
  client.send({ type: 'start', id: 'x' });
  assert.equal((await client.frame(({ type }) => type === 'error')).errors?.[0]?.errorType, 'UnsupportedOperation');
  client.send({ type: 'unsubscribe', id: 'never' });
  await client.frame(({ type }) => type === 'unsubscribe_error');
  assert.equal((await client.subscribe(access.channel)).type, 'subscribe_success');
  client.frames.length = 0;
  assert.equal((await client.subscribe(access.channel)).type, 'subscribe_error', 'the id is taken');
  client.socket.close();
});

test('a forged token does not connect', async () => {
  const { id } = await open();
  const access = await accessTo(id);
  const client = new LiveClient({ ...access, token: `${access.token.slice(0, -2)}xx` });
  const { errors } = await client.frame(({ type }) => type === 'connection_error');
  assert.equal(errors?.[0]?.errorType, 'UnauthorizedException');
  if (client.socket.readyState !== client.socket.CLOSED) await once(client.socket, 'close');
});

test('hidden results come to the workspace alone, on a channel of its own', async () => {
  const { id } = await open({ results: 'after-closing' });
  assert.equal((await liveOf(id)).status, 403);
  const answer = await liveOf(id, backend.workspace);
  assert.match(answer.headers.get('cache-control') ?? '', /private/);
  const client = await LiveClient.connect(answer.body);
  await client.subscribe(answer.body.channel);
  await backend.voter.respond(id, { drink: 'tea' });
  await client.frame(({ type }) => type === 'data');
  assert.equal(client.results[0]?.responses, 1);
  await backend.workspace.send('POST', `/polls/${id}/close`);
  const closed = await until(
    () => liveOf(id),
    ({ status }) => status === 200,
  );
  assert.notEqual(closed.body.channel, answer.body.channel);
  client.socket.close();
});

test('whoever has voted may listen where results show after voting', async () => {
  const { id } = await open({ results: 'after-voting' });
  const token = await backend.voter.voterToken(id);
  const mine = { [headers.voterToken]: token };
  assert.equal((await liveOf(id, backend.voter, mine)).status, 403);
  await backend.voter.respond(id, { drink: 'tea' }, token);
  await until(
    () => liveOf(id, backend.voter, mine),
    ({ status }) => status === 200,
  );
});

test('a region that stops closes its connections, and is there again when it starts', async () => {
  const { id } = await open();
  const access = await accessTo(id);
  const client = await LiveClient.connect(access);
  const [region] = backend.runtime.regions;
  await Promise.all([once(client.socket, 'close'), region?.suspend()]);
  await region?.resume();
  const again = await LiveClient.connect(await accessTo(id));
  assert.equal((await again.subscribe(access.channel)).type, 'subscribe_success');
  again.socket.close();
});
