import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Poll } from '../../../domain/polls/poll.ts';
import type { KeptTallies, KeptTally } from '../../../domain/recovery/kept-tallies.ts';
import { pollsCheck, type RestoreCheck, responsesCheck } from '../../../domain/recovery/restore-checks.ts';
import { restMs, sampleLimits, validateRestore, verdictOf } from '../../../domain/recovery/validate-restore.ts';

const backedUpAt = 1_800_000_000_000;
const longAgo = backedUpAt - 2 * restMs;
const resting = (responses = 1): KeptTally => ({
  counters: new Map([['n', responses]]),
  updatedAt: longAgo,
  expired: false,
});

function talliesOf(tallies: ReadonlyMap<string, KeptTally>): KeptTallies {
  return {
    async *all() {
      yield [...tallies].map(([pollId, { counters, updatedAt, expired }]) => ({
        pollId,
        responses: counters.get('n') ?? 0,
        updatedAt,
        expired,
      }));
    },
    read: async (pollId) => tallies.get(pollId),
  };
}

/** A check that finds what it is told, and remembers whom it was asked about. */
function checkThatFinds(differences: (pollId: string) => number | undefined, takesExpired = false) {
  const asked: string[] = [];
  const check: RestoreCheck = {
    takesExpired,
    async differences(pollId) {
      asked.push(pollId);
      return differences(pollId);
    },
  };
  return { check, asked };
}

/** Polls that are all there but those that were deleted. */
const pollsBut = (deleted: (pollId: string) => boolean) => ({
  get: async (pollId: string) => (deleted(pollId) ? undefined : ({ id: pollId, version: 1, shards: 1 } as Poll)),
});

const run = (tallies: ReadonlyMap<string, KeptTally>, check: RestoreCheck, deleted = (_: string) => false) =>
  validateRestore({ tallies: talliesOf(tallies), polls: pollsBut(deleted), check, backedUpAt, random: Math.random });

test('a poll that was touched since the backup, or an hour before it, or never, is not compared', async () => {
  const at = (updatedAt: number | undefined) => ({ ...resting(), updatedAt });
  const tallies = new Map([
    ['later', at(backedUpAt + 1)],
    ['just', at(backedUpAt - restMs)],
    ['never', at(undefined)],
    ['before', at(backedUpAt - restMs - 1)],
  ]);
  const { check, asked } = checkThatFinds(() => 0);
  assert.deepEqual(await run(tallies, check), { outcome: 'equal', polls: 4, compared: 1, different: [] });
  assert.deepEqual(asked, ['before']);
});

test('a poll whose responses have expired is for a check that can say something of it', async () => {
  const tallies = new Map([['gone', { ...resting(), expired: true }]]);
  for (const takesExpired of [true, false]) {
    const { outcome } = await run(tallies, checkThatFinds(() => 0, takesExpired).check);
    assert.equal(outcome, takesExpired ? 'equal' : 'inconclusive');
  }
});

test('one poll that differs fails the restore, and is named', async () => {
  const tallies = new Map(['a', 'b', 'c'].map((id) => [id, resting()]));
  const report = await run(tallies, checkThatFinds((id) => (id === 'b' ? 2 : 0)).check);
  assert.deepEqual(report, { outcome: 'different', polls: 3, compared: 3, different: ['b'] });
  assert.deepEqual(verdictOf(report), { passed: false, message: '3 of 3 polls compared; different: b.' });
});

test('a poll that is touched while it is compared proves nothing', async () => {
  const tallies = new Map([['a', resting()]]);
  const { check } = checkThatFinds((id) => {
    tallies.set(id, { ...resting(), updatedAt: backedUpAt + 1 });
    return 1;
  });
  const report = await run(tallies, check);
  assert.deepEqual(report, { outcome: 'inconclusive', polls: 1, compared: 0, different: [] });
});

test('a stage with tallies of which none could be compared does not pass, one without any does', async () => {
  const nothing = checkThatFinds(() => undefined).check;
  const inconclusive = await run(new Map([['a', resting()]]), nothing);
  assert.equal(inconclusive.outcome, 'inconclusive');
  assert.equal(verdictOf(inconclusive).passed, false);
  const empty = await run(new Map(), nothing);
  assert.equal(empty.outcome, 'empty');
  assert.equal(verdictOf(empty).passed, true);
});

test('a stage that holds nothing but what smoke tests have left behind is empty, whichever table it is', async () => {
  const polls = pollsBut(() => true);
  async function* nothing() {}
  const checks = [responsesCheck({ stored: nothing }, polls), pollsCheck(polls, polls), checkThatFinds(() => 1).check];
  for (const check of checks) {
    const left = new Map([
      ['smoke1', resting()],
      ['smoke2', { ...resting(), updatedAt: backedUpAt }],
    ]);
    const report = await run(left, check, () => true);
    assert.deepEqual(report, { outcome: 'empty', polls: 2, compared: 0, different: [] });
    assert.equal(verdictOf(report).passed, true);
  }
});

test('one poll that is there and could not be compared is no empty stage, whatever smoke tests have left', async () => {
  const tallies = new Map([
    ['smoke', resting()],
    ['live', { ...resting(), updatedAt: backedUpAt }],
  ]);
  const { outcome } = await run(tallies, checkThatFinds(() => 0).check, (id) => id === 'smoke');
  assert.equal(outcome, 'inconclusive');
});

test('deleted polls take no place in the sample', async () => {
  const ids = Array.from({ length: sampleLimits.polls + 50 }, (_, index) => `smoke${index}`);
  const tallies = new Map([...ids, 'live'].map((id) => [id, resting(sampleLimits.responses)]));
  const { check, asked } = checkThatFinds(() => 0);
  const report = await run(tallies, check, (id) => id !== 'live');
  assert.deepEqual(asked, ['live']);
  assert.equal(report.outcome, 'equal');
});

test('the sample stays within its limits, takes one poll at least, and is another one each time', async () => {
  const { responses, polls } = sampleLimits;
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
  const large = checkThatFinds(() => 0);
  await run(new Map(ids(5).map((id) => [id, resting(responses + 1)])), large.check);
  assert.equal(large.asked.length, 1);
  const many = new Map(ids(polls + 50).map((id) => [id, resting()]));
  const [one, other] = [checkThatFinds(() => 0), checkThatFinds(() => 0)];
  await run(many, one.check);
  await run(many, other.check);
  assert.equal(one.asked.length, polls);
  assert.notDeepEqual(one.asked.sort(), other.asked.sort());
});

test('the verdict is passed exactly if nothing differs and something was compared, or no poll was there', async () => {
  const poll = fc.record({
    updatedAt: fc.constantFrom(undefined, longAgo, backedUpAt),
    found: fc.constantFrom(undefined, 0, 3),
    deleted: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(poll, { maxLength: 8 }), async (all) => {
      const tallies = new Map(all.map(({ updatedAt }, index) => [`p${index}`, { ...resting(), updatedAt }]));
      const { check } = checkThatFinds((id) => all[Number(id.slice(1))]?.found);
      const { passed } = verdictOf(await run(tallies, check, (id) => all[Number(id.slice(1))]?.deleted === true));
      const live = all.filter(({ deleted }) => !deleted);
      const seen = live.filter(({ updatedAt, found }) => updatedAt === longAgo && found !== undefined);
      assert.equal(passed, live.length === 0 || (seen.length > 0 && seen.every(({ found }) => found === 0)));
    }),
  );
});
