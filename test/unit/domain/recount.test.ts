import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Absorbed } from '../../../domain/tallies/absorbed.ts';
import { recount } from '../../../domain/tallies/recount.ts';
import { areSame, differencesOf } from '../../../domain/tallies/recount-report.ts';
import type { RecountGiven } from '../../../domain/tallies/recount-round.ts';
import { RecountLost } from '../../../domain/tallies/recount-stores.ts';
import { recountMs, type Trace } from '../../../domain/tallies/trace.ts';
import { FakeVoting } from '../../support/fake-voting.ts';

const tea = { answers: { drink: { s: 'tea' } }, skipped: [] };
const events = Array.from({ length: 9 }, (_, voter) => ({ voter, after: tea }));

/** A poll where all have voted and been counted; what happens is the same each time. */
async function settled() {
  let drawn = 1;
  const draw = (below: number) => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return drawn % below;
  };
  const voting = new FakeVoting(draw, events, 0);
  await voting.drain();
  return voting;
}

function run(voting: FakeVoting, changes: Partial<RecountGiven> = {}) {
  const given = { pollId: 'poll', shards: FakeVoting.partitions, rebuild: false, graceSeconds: 60, ...changes };
  return recount({ tallies: voting.tallies, responses: voting, now: () => voting.time, pause: voting.pause }, given);
}

test('a difference is told counter by counter, and only when it was found twice', async () => {
  const voting = await settled();
  voting.tallies.counters.set('o:drink:tea', 4);
  voting.tallies.counters.set('o:drink:mud', 1);
  assert.deepEqual(await run(voting), {
    pollId: 'poll',
    outcome: 'different',
    responses: 9,
    rounds: 2,
    differences: [
      { counter: 'o:drink:mud', tally: 1, recount: 0 },
      { counter: 'o:drink:tea', tally: 4, recount: 9 },
    ],
  });
});

test('a rebuild of more counters than an update holds takes several, and each counter changes once', async () => {
  const voting = await settled();
  const damaged = Array.from({ length: 700 }, (_, index) => `o:drink:${index}`);
  for (const counter of damaged) voting.tallies.counters.set(counter, 3);
  const changes: string[] = [];
  voting.tallies.onChange = (counter) => changes.push(counter);
  assert.equal((await run(voting, { rebuild: true })).outcome, 'rebuilt');
  assert.deepEqual(changes.sort(), damaged.sort());
  assert.equal((await run(voting)).outcome, 'equal');
});

test('a poll has one recount at a time, until that one is stale', async () => {
  const voting = await settled();
  const begun = voting.time;
  await voting.tallies.open('poll', begun);
  voting.time += recountMs - 1;
  const refused = await run(voting);
  assert.equal(refused.outcome, 'running');
  assert.equal(refused.since, new Date(begun).toISOString());
  voting.time += 1;
  assert.equal((await run(voting)).outcome, 'equal');
});

test('a recount that was taken over changes nothing more', async () => {
  const voting = await settled();
  voting.tallies.counters.set('n', 2);
  let calls = 0;
  const takenOver = run(voting, {
    rebuild: true,
    onProgress: () => {
      calls += 1;
      if (calls === 1) void voting.tallies.open('poll', voting.time + recountMs);
    },
  });
  await assert.rejects(takenOver, RecountLost);
  assert.equal(voting.tallies.counters.get('n'), 2);
});

test('a recount that takes too long ends before it loses its poll', async () => {
  const voting = await settled();
  const late = run(voting, {
    onProgress: () => {
      voting.time += recountMs / 4;
    },
  });
  await assert.rejects(late, /longer than 14 minutes/);
  assert.equal((await run(voting)).outcome, 'equal');
});

test('a poll is not recounted once a response has expired, or may while it runs', async () => {
  const expired = await settled();
  const change = { sequence: String(10 ** 9), pollId: 'poll', key: 'voter 3', expired: true };
  const [shardId = '', expected] = [...expired.tallies.marks][0] ?? [];
  const mark = `${change.sequence}/0`;
  const step = { pollId: 'poll', shardId, expected, mark, deltas: new Map(), expired: true, forget: [] };
  assert.ok((await expired.tallies.advance(step)).done);
  assert.equal((await run(expired, { rebuild: true })).outcome, 'expired');

  const expiring = await settled();
  const seconds = (ms: number) => Math.floor((expiring.time + ms) / 1_000);
  expiring.expiresAt = seconds(recountMs);
  assert.equal((await run(expiring, { rebuild: true })).outcome, 'expired');
  expiring.expiresAt = seconds(2 * recountMs);
  assert.equal((await run(expiring, { rebuild: true })).outcome, 'equal');
});

test('traces are followed up to exactly the mark that is compared, however many there are behind it', async () => {
  const trace = (before: string | undefined, after: string, key: string): Trace => ({
    before,
    after,
    left: new Map([[key, ['n']]]),
  });
  const traces = [trace('1/0', '5/0', 'a'), trace('5/0', '12/0', 'b'), trace('12/0', '20/0', 'c')];
  const snapshot = (mark: string) => ({ counters: new Map(), marks: new Map([['shard', mark]]), expired: false });
  const absorbed = new Absorbed(snapshot('1/0'));
  assert.equal(await absorbed.follow(snapshot('12/0'), async () => traces), true);
  assert.deepEqual(
    [...absorbed.left()].map(([key]) => key),
    ['a', 'b'],
  );
  const gap = new Absorbed(snapshot('1/0'));
  assert.equal(await gap.follow(snapshot('12/0'), async () => traces.slice(1)), false);
});

test('differences are the same if they ask for the same additions, though the counters went on', () => {
  const first = differencesOf(new Map([['n', 3]]), new Map([['n', 5]]));
  const later = differencesOf(new Map([['n', 10]]), new Map([['n', 12]]));
  const other = differencesOf(new Map([['n', 10]]), new Map([['n', 13]]));
  assert.equal(areSame(first, later), true);
  assert.equal(areSame(first, other), false);
  assert.deepEqual(differencesOf(new Map([['x', 0]]), new Map()), []);
});
