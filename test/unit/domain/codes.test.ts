import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashCode, makeCodes, normalCode } from '../../../domain/responses/codes.ts';
import {
  codeVoterKey,
  signAuthenticated,
  signCode,
  signDevice,
  verifyVoterToken,
} from '../../../domain/responses/voter.ts';
import { problemOf } from '../../support/problems.ts';

const secret = 'a secret of this test';
const poll = { id: 'p1', salt: 'salt' };

test('codes are read as people type them, and nothing else is one', () => {
  const codes = makeCodes(500);
  assert.equal(new Set(codes).size, 500);
  for (const code of codes) {
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    const normal = normalCode(code);
    assert.equal(normal, code.replaceAll('-', ''));
    assert.equal(normalCode(` ${code.toLowerCase()} `), normal);
  }
  assert.equal(normalCode('oO0i-Il1L-0000'), '000111110000');
  for (const text of ['', '0000-0000-000', '0000-0000-00000', '0000-0000-000U', '0000-0000-000é']) {
    assert.equal(normalCode(text), undefined, text);
  }
});

test('every digit of a code is as likely as any other', () => {
  const counts = Map.groupBy(makeCodes(4_000).join('').replaceAll('-', ''), (digit) => digit);
  assert.equal(counts.size, 32);
  // 1,500 of each are expected; ten standard deviations off is no chance.
  for (const [digit, { length }] of counts) assert.ok(Math.abs(length - 1_500) < 390, `${digit}: ${length}`);
});

test('a code is another voter in another poll, and its hash tells nobody which voter', () => {
  const code = '7K2M9QXA04TR';
  assert.notEqual(codeVoterKey('salt', code), codeVoterKey('other', code));
  assert.notEqual(hashCode('salt', code), hashCode('other', code));
  assert.notEqual(hashCode('salt', code), codeVoterKey('salt', code));
  const voter = verifyVoterToken(secret, poll.id, signCode(secret, poll, code));
  assert.deepEqual(voter, { kind: 'c', id: codeVoterKey(poll.salt, code) });
});

test('no token of one kind passes for another, nor one of another poll or stage', () => {
  const tokens = {
    d: signDevice(secret, poll.id),
    a: signAuthenticated(secret, poll, 'x'),
    c: signCode(secret, poll, 'x'),
  };
  for (const [kind, token] of Object.entries(tokens)) {
    assert.equal(verifyVoterToken(secret, poll.id, token).kind, kind);
    for (const other of ['d', 'a', 'c', 'live', 'x'].filter((letter) => letter !== kind)) {
      problemOf('invalid-voter-token', () => verifyVoterToken(secret, poll.id, token.replace(kind, other)));
    }
    problemOf('invalid-voter-token', () => verifyVoterToken(secret, 'p2', token));
    problemOf('invalid-voter-token', () => verifyVoterToken(secret, 'p2', token.replace('.p1.', '.p2.')));
    problemOf('invalid-voter-token', () => verifyVoterToken('the secret of another stage', poll.id, token));
  }
});
