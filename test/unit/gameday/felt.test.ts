import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feltOf, isSteady, metBetween } from '../../../tools/gameday/felt.ts';
import { request, voter } from '../load/story.ts';

/** A voter and a request a second; in some seconds slow and failed. */
function heard(slow: (second: number) => boolean, failed: (second: number) => boolean) {
  const seconds = Array.from({ length: 40 }, (_, second) => second);
  return {
    voters: seconds.map((dueAt) => voter({ dueAt, acceptedAt: dueAt + (slow(dueAt) ? 3 : 0.1) })),
    requests: seconds.map((at) => request({ at, status: failed(at) ? 503 : 202 })),
  };
}

const window = { fault: { name: 'f', what: '', inAws: '' }, from: 10, to: 20, until: 40 };
const isFault = (second: number) => second >= 10 && second < 20;

test('what is felt is what was met while the fault was there, against the calm before', () => {
  const all = heard(isFault, isFault);
  const calm = metBetween(all, 0, 10);
  assert.ok(isSteady(calm));
  const felt = feltOf(window, all, calm, [], 0);
  assert.deepEqual(
    [felt.during.votes, felt.during.failed, Math.round(felt.added.median), Math.round(felt.added.p95)],
    [10, 10, 2_900, 2_900],
  );
  assert.equal(isSteady(felt.during), false);
  assert.equal(felt.votersRecovered, 0);
});

test('voters are well from when nothing comes back any more, not from the first good second', () => {
  const all = heard(
    (second) => isFault(second) || second === 23,
    (second) => second === 21,
  );
  assert.equal(feltOf(window, all, metBetween(all, 0, 10), [], 0).votersRecovered, 4);
  const never = heard(() => true, isFault);
  assert.equal(feltOf(window, never, metBetween(never, 0, 10), [], 0).votersRecovered, undefined);
});

test('what waits is done once no more waits than in the calm', () => {
  const all = heard(isFault, isFault);
  const waiting = Array.from({ length: 40 }, (_, second) => (isFault(second) || second < 26 ? 50 : 2));
  const calm = metBetween(all, 0, 10);
  assert.equal(feltOf(window, all, calm, waiting, 3).backlogRecovered, 6);
  assert.equal(feltOf(window, all, calm, waiting, 1).backlogRecovered, undefined);
});
