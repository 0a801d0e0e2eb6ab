import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Poll } from '../../../domain/polls/poll.ts';
import { acceptResponse } from '../../../domain/responses/accept.ts';
import { parseResponseId } from '../../../domain/responses/response-id.ts';
import { statusOf, takesPrecedence } from '../../../domain/responses/response-store.ts';
import { signAuthenticated, signDevice, type Voter, verifyVoterToken } from '../../../domain/responses/voter.ts';
import { noon, openPollOf } from '../../support/polls.ts';
import { problemOf } from '../../support/problems.ts';

const secret = 'a secret of this test';
const device: Voter = { kind: 'd', id: 'device-1' };
const tea = { answers: { drink: 'tea' } };
const accept = (poll: Poll, more: Partial<Parameters<typeof acceptResponse>[0]> = {}) =>
  acceptResponse({ poll, voter: device, submission: tea, idempotencyKey: undefined, now: noon + 1, ...more });
const parsed = (responseId: string) => parseResponseId(responseId) ?? assert.fail(`${responseId} is no response id`);

test('a voter token tells its voter, for its own poll only', () => {
  const token = signDevice(secret, 'p1');
  assert.equal(verifyVoterToken(secret, 'p1', token).kind, 'd');
  problemOf('invalid-voter-token', () => verifyVoterToken(secret, 'p2', token));
  problemOf('invalid-voter-token', () => verifyVoterToken('another secret', 'p1', token));
  problemOf('invalid-voter-token', () => verifyVoterToken(secret, 'p1', undefined));
});

test('a token with any one character changed is refused', () => {
  const token = signDevice(secret, 'p1');
  for (let index = 0; index < token.length; index += 1) {
    const other = token[index] === 'x' ? 'y' : 'x';
    const forged = token.slice(0, index) + other + token.slice(index + 1);
    problemOf('invalid-voter-token', () => verifyVoterToken(secret, 'p1', forged));
  }
});

test('the token of an authenticated voter is always the same and does not tell the identity', () => {
  const poll = openPollOf({ policy: { voters: 'authenticated' } });
  const token = signAuthenticated(secret, poll, 'ada@example.com');
  assert.equal(token, signAuthenticated(secret, poll, 'ada@example.com'));
  assert.equal(Buffer.from(token.split('.')[2] ?? '', 'base64url').includes('ada'), false);
  const voter = verifyVoterToken(secret, poll.id, token);
  assert.equal(accept(poll, { voter }).voterKey, voter.id);
});

test('a device can not answer a poll for authenticated voters, nor the other way round', () => {
  problemOf('invalid-voter-token', () => accept(openPollOf({ policy: { voters: 'authenticated' } })));
  problemOf('invalid-voter-token', () => accept(openPollOf(), { voter: { kind: 'a', id: 'key' } }));
});

test('a response is stamped while the poll is open, and refused with the times otherwise', () => {
  const poll = openPollOf({ closesAt: new Date(noon + 10).toISOString() });
  assert.equal(accept(poll, { now: noon + 9 }).submittedAt, noon + 9);
  const late = problemOf('poll-not-open', () => accept(poll, { now: noon + 10 }));
  assert.equal(late.extensions.closesAt, new Date(noon + 10).toISOString());
  problemOf('poll-not-open', () => accept(poll, { now: noon - 1 }));
});

test('the same submission sent again has the same id; another answer has another', () => {
  const poll = openPollOf();
  const first = accept(poll);
  assert.equal(accept(poll, { now: noon + 2 }).responseId, first.responseId);
  assert.notEqual(accept(poll, { submission: { answers: { drink: 'coffee' } } }).responseId, first.responseId);
});

test('in an open poll each idempotency key is a response of its own, and its retry is not', () => {
  const poll = openPollOf({ policy: { voters: 'open' } });
  const [a, b, again] = ['1', '2', '1'].map((idempotencyKey) => accept(poll, { idempotencyKey }).responseId);
  assert.notEqual(a, b);
  assert.equal(a, again);
  assert.notEqual(accept(poll).voterKey, accept(poll).voterKey);
});

test('the newest counts where answers may change, the first where not, and ties are decided alike', () => {
  const early = { submittedAt: 1, responseId: 'b' };
  const late = { submittedAt: 2, responseId: 'a' };
  const tied = { submittedAt: 1, responseId: 'c' };
  assert.equal(takesPrecedence('replace', late, early), true);
  assert.equal(takesPrecedence('replace', early, late), false);
  assert.equal(takesPrecedence('refuse', early, late), true);
  assert.equal(takesPrecedence('refuse', late, early), false);
  for (const changes of ['replace', 'refuse'] as const) {
    assert.notEqual(takesPrecedence(changes, early, tied), takesPrecedence(changes, tied, early));
  }
});

test('a status tells recorded, pending, refused and replaced apart', () => {
  const refusing = openPollOf();
  const changing = openPollOf({ policy: { changes: 'replace' } });
  const coffee = { answers: { drink: 'coffee' } };
  for (const [poll, later] of [
    [refusing, 'refused'],
    [changing, 'pending'],
  ] as const) {
    const first = accept(poll);
    const second = accept(poll, { submission: coffee, now: noon + 2 });
    assert.equal(statusOf(parsed(first.responseId), undefined).status, 'pending');
    assert.equal(statusOf(parsed(first.responseId), first).status, 'recorded');
    assert.equal(statusOf(parsed(second.responseId), first).status, later);
  }
  const first = accept(changing);
  const second = accept(changing, { submission: coffee, now: noon + 2 });
  assert.equal(statusOf(parsed(first.responseId), second).status, 'replaced');
});

test('a text that is no response id is recognized', () => {
  for (const text of ['', 'short', 'x'.repeat(37), 'x'.repeat(39), `${'x'.repeat(37)}!`]) {
    assert.equal(parseResponseId(text), undefined);
  }
});
