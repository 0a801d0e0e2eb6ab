import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput, PollView } from '../../contracts/poll.ts';
import type { ProblemDocument } from '../../contracts/problems.ts';
import type { Acceptance } from '../../contracts/response.ts';
import { localCredentials } from '../../local/servers/local-server.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

const open = (changes: Partial<PollDefinitionInput> = {}) => backend.workspace.openPoll({ ...everyKind, ...changes });
const statusOf = (pollId: string, responseId: string) => () => backend.voter.status(pollId, responseId);

test('a response is accepted, recorded and counted', async () => {
  const { id } = await open();
  const accepted = await backend.voter.respond(id, { drink: 'tea', leaves: ['green'], again: 10, words: 'Good 🍵' });
  assert.equal(accepted.status, 202);
  await until(statusOf(id, accepted.body.responseId), (status) => status === 'recorded');
  const results = await until(
    () => backend.voter.results(id),
    (seen) => seen.responses === 1,
  );
  assert.deepEqual(results.questions.drink, {
    kind: 'single',
    respondents: 1,
    skips: 0,
    counts: { tea: 1, coffee: 0, constructor: 0 },
  });
  assert.equal(results.questions.order?.skips, 1);
});

test('a second response of a device is refused, and the first one counts', async () => {
  const { id } = await open();
  const token = await backend.voter.voterToken(id);
  const first = await backend.voter.respond(id, { drink: 'tea' }, token);
  await until(statusOf(id, first.body.responseId), (status) => status === 'recorded');
  const second = await backend.voter.respond(id, { drink: 'coffee' }, token);
  assert.equal(second.status, 202);
  await until(statusOf(id, second.body.responseId), (status) => status === 'refused');
  const again = await backend.voter.respond(id, { drink: 'tea' }, token);
  assert.equal(again.body.responseId, first.body.responseId, 'a retry is the same response');
  const { responses, questions } = await until(
    () => backend.voter.results(id),
    (seen) => seen.responses > 0,
  );
  assert.equal(responses, 1);
  assert.ok(questions.drink?.kind === 'single' && questions.drink.counts.tea === 1);
});

test('where answers may change, the newest one counts', async () => {
  const { id } = await open({ policy: { changes: 'replace' } });
  const token = await backend.voter.voterToken(id);
  const first = await backend.voter.respond(id, { drink: 'tea', again: 3 }, token);
  const second = await backend.voter.respond(id, { drink: 'coffee' }, token);
  await until(statusOf(id, second.body.responseId), (status) => status === 'recorded');
  assert.equal(await backend.voter.status(id, first.body.responseId), 'replaced');
  const results = await until(
    () => backend.voter.results(id),
    (seen) => seen.questions.drink?.kind === 'single' && seen.questions.drink.counts.coffee === 1,
  );
  assert.equal(results.responses, 1);
  assert.equal(results.questions.again?.respondents, 0);
});

test('a voter whom the workspace vouches for answers once, from any device', async () => {
  const { id } = await open({ policy: { voters: 'authenticated' } });
  const sign = async (voter: string) =>
    (await backend.workspace.send<{ voterToken: string }>('POST', `/polls/${id}/voter-tokens`, { body: { voter } }))
      .body.voterToken;
  assert.equal(await sign('ada'), await sign('ada'));
  assert.equal((await backend.voter.send('POST', `/polls/${id}/devices`)).status, 409, 'devices get no token');
  const first = await backend.voter.respond(id, { drink: 'tea' }, await sign('ada'));
  const second = await backend.voter.respond(id, { drink: 'coffee' }, await sign('ada'));
  const third = await backend.voter.respond(id, { drink: 'coffee' }, await sign('grace'));
  const outcomes = [first, second, third].map((answer) => answer.body.responseId);
  await until(
    async () => Promise.all(outcomes.map((responseId) => backend.voter.status(id, responseId))),
    (seen) => seen.join() === 'recorded,refused,recorded',
  );
});

const bodies: [string, { text?: string; body?: unknown }, number, string][] = [
  ['text that is no JSON', { text: '{"answers":' }, 400, ''],
  ['a list for a body', { body: [] }, 400, ''],
  ['answers of a wrong type', { body: { answers: { drink: true } } }, 400, '/answers/drink'],
  ['an unknown field', { body: { answers: { drink: 'tea' }, extra: 1 } }, 400, '/extra'],
  ['an unknown option', { body: { answers: { drink: 'water' } } }, 422, '/answers/drink'],
  ['an unknown question', { body: { answers: { drink: 'tea', nothing: 'a' } } }, 422, '/answers/nothing'],
  [
    'too many choices',
    { body: { answers: { drink: 'tea', leaves: ['green', 'black', 'white'] } } },
    422,
    '/answers/leaves',
  ],
  ['too few choices', { body: { answers: { drink: 'tea', leaves: [] } } }, 422, '/answers/leaves'],
  ['a ranking with a repeat', { body: { answers: { drink: 'tea', order: ['a', 'a'] } } }, 422, '/answers/order/1'],
  ['a text over its limit', { body: { answers: { drink: 'tea', words: 'x'.repeat(21) } } }, 422, '/answers/words'],
  [
    'an answer to a hidden question',
    { body: { answers: { drink: 'coffee', leaves: ['green'] } } },
    422,
    '/answers/leaves',
  ],
  ['JSON that is nested too deep', { text: `{"answers":${'['.repeat(40)}${']'.repeat(40)}}` }, 400, ''],
];

test('bad input is refused with a problem document that names the field and the rule', async () => {
  const { id } = await open();
  const token = await backend.voter.voterToken(id);
  for (const [what, request, status, pointer] of bodies) {
    const answer = await backend.voter.send<ProblemDocument>('POST', `/polls/${id}/responses`, {
      ...request,
      headers: { [headers.voterToken]: token },
    });
    assert.equal(answer.status, status, what);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json', what);
    assert.ok(
      answer.body.errors?.some((rule) => rule.pointer === pointer && rule.detail),
      `${what}: ${JSON.stringify(answer.body)}`,
    );
    assert.equal(JSON.stringify(answer.body).includes('node:'), false, what);
  }
});

test('a body over 64 KiB is refused before it is read', async () => {
  const { id } = await open();
  const text = JSON.stringify({ answers: { words: 'x'.repeat(64 * 1024) } });
  assert.equal((await backend.voter.send('POST', `/polls/${id}/responses`, { text })).status, 413);
});

test('a poll that is not there is 404 on every way', async () => {
  const nowhere = '/polls/01JHKZ5Y2N8Q4V6X7W9B3C5D1E';
  assert.equal((await backend.voter.send('GET', `${nowhere}/ballot`)).status, 404);
  assert.equal((await backend.voter.send('GET', `${nowhere}/results`)).status, 404);
  assert.equal((await backend.voter.send('GET', `${nowhere}/responses/${'x'.repeat(38)}`)).status, 404);
  assert.equal((await backend.voter.send('POST', `${nowhere}/responses`, { body: { answers: {} } })).status, 404);
});

test('a token that is forged, missing or of another poll is refused', async () => {
  const [one, other] = [await open(), await open()];
  const token = await backend.voter.voterToken(one.id);
  const statusWith = async (pollId: string, value: string) =>
    (await backend.voter.respond(pollId, { drink: 'tea' }, value)).status;
  assert.equal(await statusWith(one.id, `${token.slice(0, -2)}xx`), 401);
  assert.equal(await statusWith(other.id, token), 401);
  const without = await backend.voter.send('POST', `/polls/${one.id}/responses`, {
    body: { answers: { drink: 'tea' } },
  });
  assert.equal(without.status, 401);
});

test('a poll takes responses between its times only, and says which these are', async () => {
  const { workspace, voter } = backend;
  const draft = (await workspace.send<PollView>('POST', '/polls', { body: everyKind })).body;
  const token = await voter.voterToken(draft.id);
  assert.equal((await voter.respond(draft.id, { drink: 'tea' }, token)).status, 409);

  await workspace.send('POST', `/polls/${draft.id}/open`);
  assert.equal((await voter.respond(draft.id, { drink: 'tea' }, token)).status, 202);

  const { closedAt } = (await workspace.send<PollView>('POST', `/polls/${draft.id}/close`)).body;
  const late = await until(
    () => voter.respond(draft.id, { drink: 'coffee' }),
    (answer) => answer.status !== 202,
  );
  assert.equal(late.status, 409);
  assert.equal((late.body as unknown as ProblemDocument).closesAt, closedAt);
});

test('a malformed message goes to the dead letters at once, and the rest of its batch is recorded', async () => {
  const { id } = await open();
  const { RESPONSES_QUEUE_URL, AWS_ENDPOINT_URL_SQS } = backend.runtime.environmentOf('submitResponse');
  const sqs = new SQSClient({ endpoint: AWS_ENDPOINT_URL_SQS, ...localCredentials });
  const accepted: Acceptance[] = [];
  for (const MessageBody of ['{', '{"v":1}', JSON.stringify({ v: 2, pollId: id })]) {
    await sqs.send(new SendMessageCommand({ QueueUrl: RESPONSES_QUEUE_URL, MessageBody }));
    accepted.push((await backend.voter.respond(id, { drink: 'tea' })).body);
  }
  await until(
    () => backend.voter.results(id),
    (seen) => seen.responses === accepted.length,
  );
  const depths = await until(
    async () => backend.runtime.queueDepths('Accepted'),
    (seen) => Object.entries(seen).some(([queue, depth]) => queue.includes('DeadLetters') && depth === 3),
  );
  assert.equal(
    Object.values(depths).reduce((total, depth) => total + depth),
    3,
    JSON.stringify(depths),
  );
});
