import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelOfToken, signLive } from '../../../domain/live/live-token.ts';
import { signDevice, verifyVoterToken } from '../../../domain/responses/voter.ts';
import { isSigned, sign } from '../../../domain/signature.ts';
import { keyLead, keysAt, withNewKey } from '../../../domain/signing-keys.ts';
import { noon } from '../../support/polls.ts';
import { problemOf } from '../../support/problems.ts';

const later = noon + keyLead;
const first = 'A'.repeat(64);
const second = withNewKey(first, 'B'.repeat(64), noon);
const third = withNewKey(second, 'C'.repeat(64), later);

test('a token from before a rotation is good after it, and the one from before the last rotation isn’t', () => {
  const device = signDevice(keysAt(first, noon), 'p1');
  const live = signLive(keysAt(first, noon), 'p1', 'viewers', noon).token;
  for (const now of [noon, later - 1, later]) {
    assert.equal(verifyVoterToken(keysAt(second, now), 'p1', device).kind, 'd');
    assert.ok(channelOfToken(keysAt(second, now), live, now));
  }
  problemOf('invalid-voter-token', () => verifyVoterToken(keysAt(third, later), 'p1', device));
  const next = signDevice(keysAt(second, later), 'p1');
  assert.equal(verifyVoterToken(keysAt(third, later), 'p1', next).kind, 'd');
});

test('a new key only verifies until every process knows it, and signs from then on', () => {
  const early = sign(keysAt(second, later - 1), 'x');
  assert.ok(isSigned(first, early), 'the former one signs, which whoever has not read again knows');
  const due = sign(keysAt(second, later), 'x');
  assert.ok(!isSigned(first, due));
  assert.ok(isSigned(keysAt(second, noon), due), 'a clock that is behind takes it');
});

test('no rotation ends the key that signs', () => {
  assert.throws(() => withNewKey(second, 'D', later - 1), /signs from/);
  assert.doesNotThrow(() => withNewKey(second, 'D', later));
});

test('no third key is one, and neither is none', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((key) => sign(key, 'x'));
  assert.deepEqual(
    [a, b, c].map((token) => isSigned('a\nb\nc', token ?? '')),
    [true, true, false],
  );
  assert.equal(keysAt('one', noon), 'one');
  assert.ok(!isSigned(keysAt('one', noon), sign('', 'x')));
});
