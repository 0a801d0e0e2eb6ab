import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveChannel } from '../../../contracts/live.ts';
import { channelOfToken, mayView, signLive } from '../../../domain/live/live-token.ts';
import { signDevice, verifyVoterToken } from '../../../domain/responses/voter.ts';
import { sign } from '../../../domain/signature.ts';
import { noon } from '../../support/polls.ts';

const secret = 'a secret of the stage';
const [pollId, other] = ['01JHKZ5Y2N8Q4V6X7W9B3C5D1E', '01JHKZ5Y2N8Q4V6X7W9B3C5D1F'];
const { token, expiresAt } = signLive(secret, pollId, 'viewers', noon);
const hour = 3_600_000;
const may = (operation: 'EVENT_CONNECT' | 'EVENT_SUBSCRIBE' | 'EVENT_PUBLISH', channel?: string, given = token) =>
  mayView(secret, { token: given, operation, channel }, noon);

test('a token opens its own channel, and lets its viewer connect', () => {
  assert.ok(may('EVENT_CONNECT'));
  assert.ok(may('EVENT_SUBSCRIBE', liveChannel(pollId)));
});

test('a token opens no other channel and no wildcard', () => {
  const channels = [liveChannel(other), liveChannel(pollId, 'workspace'), '/results/*', '/*', `/results/${pollId}/*`];
  for (const channel of [...channels, '/results', '', undefined]) assert.ok(!may('EVENT_SUBSCRIBE', channel), channel);
});

test('a workspace’s token opens the workspace’s channel alone', () => {
  const own = signLive(secret, pollId, 'workspace', noon).token;
  assert.ok(may('EVENT_SUBSCRIBE', liveChannel(pollId, 'workspace'), own));
  assert.ok(!may('EVENT_SUBSCRIBE', liveChannel(pollId), own));
});

test('nobody publishes by a token', () => {
  assert.ok(!may('EVENT_PUBLISH', liveChannel(pollId)));
});

test('a token is the same for everyone within an hour, and ends one to two hours later', () => {
  assert.equal(signLive(secret, pollId, 'viewers', noon + hour - 1).token, token);
  assert.notEqual(signLive(secret, pollId, 'viewers', noon + hour).token, token);
  assert.equal(expiresAt, noon + 2 * hour);
  assert.equal(channelOfToken(secret, token, expiresAt - 1), liveChannel(pollId));
  assert.equal(channelOfToken(secret, token, expiresAt), undefined);
});

test('a changed token opens nothing, whatever was changed', () => {
  for (let at = 0; at < token.length; at += 1) {
    // The last character of the signature holds four bits that count.
    if (at === token.length - 1) continue;
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    assert.ok(!may('EVENT_CONNECT', undefined, changed), changed);
  }
  for (const given of ['', '.', 'live', token.slice(0, -1), `${token}x`]) {
    assert.ok(!may('EVENT_CONNECT', undefined, given), given);
  }
  assert.ok(!mayView('another secret', { token, operation: 'EVENT_CONNECT' }, noon));
});

test('no token of one kind passes for the other', () => {
  assert.ok(!may('EVENT_CONNECT', undefined, signDevice(secret, pollId)));
  assert.ok(!may('EVENT_CONNECT', undefined, sign(secret, `d.${pollId}.viewers.${expiresAt}`)));
  assert.throws(() => verifyVoterToken(secret, pollId, token));
});

test('an end that is no number is no end', () => {
  assert.equal(channelOfToken(secret, sign(secret, `live.${pollId}.viewers.never`), noon), undefined);
});
