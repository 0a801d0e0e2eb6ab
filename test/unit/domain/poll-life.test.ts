import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertDeletable, closePoll, createPoll, editPoll, openPoll } from '../../../domain/polls/edit.ts';
import { pollMemoryMs, pollState } from '../../../domain/polls/poll.ts';
import { shardCount, shardOf } from '../../../domain/polls/shards.ts';
import { toBallot, toView } from '../../../domain/polls/views.ts';
import { definition, noon, openPollOf } from '../../support/polls.ts';
import { problemOf } from '../../support/problems.ts';

const iso = (time: number) => new Date(time).toISOString();
const draft = (changes = {}) =>
  createPoll({ definition: definition(changes), id: 'p1', workspaceId: 'acme', now: noon });

test('a poll is a draft, is scheduled, opens and closes by the clock', () => {
  const times = { opensAt: iso(noon + 1_000), closesAt: iso(noon + 2_000) };
  assert.equal(pollState({}, noon), 'draft');
  assert.deepEqual(
    [0, 999, 1_000, 1_999, 2_000].map((later) => pollState(times, noon + later)),
    ['scheduled', 'scheduled', 'open', 'open', 'closed'],
  );
});

test('opening by hand wins over the schedule', () => {
  const poll = openPoll(draft({ opensAt: iso(noon + 60_000) }), noon);
  assert.equal(pollState(poll, noon), 'open');
  assert.equal(poll.version, 2);
});

test('opening an open poll and closing a closing one change nothing, so that both can be retried', () => {
  const open = openPollOf();
  assert.equal(openPoll(open, noon + 1), open);
  const closing = closePoll(open, noon + 1);
  assert.equal(closePoll(closing, noon + 2), closing);
});

test('a poll closes when every function has forgotten that it was open', () => {
  const closing = closePoll(openPollOf(), noon + 500);
  assert.equal(pollState(closing, noon + 500 + pollMemoryMs - 1), 'open');
  assert.equal(pollState(closing, noon + 500 + pollMemoryMs), 'closed');
});

test('a closed poll does not open again, and a draft can not be closed', () => {
  const closed = openPollOf({ closesAt: iso(noon + 10) });
  problemOf('wrong-state', () => openPoll(closed, noon + 10));
  problemOf('wrong-state', () => closePoll(draft(), noon));
});

test('an open poll keeps its questions and can change its title', () => {
  const poll = openPollOf();
  const refused = problemOf('wrong-state', () => editPoll(poll, { questions: poll.questions }, noon));
  assert.deepEqual(
    refused.fieldErrors.map((rule) => rule.pointer),
    ['/questions'],
  );
  assert.equal(editPoll(poll, { title: 'Better' }, noon).title, 'Better');
});

test('a poll that opens within the memory of a function counts as open for edits', () => {
  const poll = draft({ opensAt: iso(noon + pollMemoryMs) });
  problemOf('wrong-state', () => editPoll(poll, { questions: poll.questions }, noon));
});

test('null removes an optional part, and an edit that breaks a rule is refused', () => {
  const poll = draft({ description: 'Long', closesAt: iso(noon + 5_000) });
  assert.equal('description' in editPoll(poll, { description: null }, noon), false);
  problemOf('invalid-content', () => editPoll(poll, { opensAt: iso(noon + 9_000) }, noon));
});

test('an open poll is not deleted', () => {
  problemOf('wrong-state', () => assertDeletable(openPollOf(), noon));
  assertDeletable(draft(), noon);
});

test('neither a view nor a ballot shows the salt', () => {
  const poll = openPollOf();
  for (const shown of [toView(poll, noon), toBallot(poll, noon)]) {
    assert.equal(JSON.stringify(shown).includes(poll.salt), false);
  }
});

test('an announced audience gets a power of two of shards, 16 at least', () => {
  assert.deepEqual([undefined, 1_000, 100_000, 1_000_000, 100_000_000].map(shardCount), [16, 16, 32, 256, 1_024]);
});

test('voters spread evenly over the shards', () => {
  const perShard = new Array<number>(16).fill(0);
  for (let voter = 0; voter < 16_000; voter += 1) {
    const shard = shardOf(`voter-${voter}`, 16);
    perShard[shard] = (perShard[shard] ?? 0) + 1;
  }
  // 1,000 each are expected with a standard deviation of 31; six of those cover chance.
  assert.ok(
    perShard.every((count) => Math.abs(count - 1_000) < 190),
    perShard.join(' '),
  );
});
