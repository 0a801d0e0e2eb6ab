import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demandOf } from '../../../domain/audience/demand.ts';
import { followPoll } from '../../../domain/audience/follow-poll.ts';
import { activeAudience, planOf } from '../../../domain/audience/plan.ts';
import { prepare } from '../../../domain/audience/prepare.ts';
import { closePoll, createPoll, editPoll, openPoll } from '../../../domain/polls/edit.ts';
import { FakeAudience } from '../../support/fake-audience.ts';
import { definition, noon } from '../../support/polls.ts';

const minute = 60_000;
const iso = (time: number) => new Date(time).toISOString();
const bounds = { leastInstances: 2, mostInstances: 1_000, votesPerSecond: 8_000 };
const opening = noon + 24 * 60 * minute;
const stadium = (changes = {}) =>
  createPoll({
    definition: definition({ audience: 50_000, opensAt: iso(opening), ...changes }),
    id: 'p1',
    workspaceId: 'acme',
    now: noon,
  });

test('a poll is prepared for half an hour before it opens, and no longer than two hours after it', () => {
  assert.deepEqual(planOf(stadium()), {
    pollId: 'p1',
    audience: 50_000,
    prepareAt: opening - 30 * minute,
    prepareAgainAt: opening - 10 * minute,
    releaseAt: opening + 125 * minute,
  });
  assert.equal(planOf(stadium({ closesAt: iso(opening + minute) }))?.releaseAt, opening + 6 * minute);
});

test('nothing is planned for a small audience, for none, or for a poll without an opening', () => {
  assert.equal(planOf(stadium({ audience: 9_999 })), undefined);
  assert.equal(planOf(stadium({ audience: undefined })), undefined);
  assert.equal(planOf(stadium({ opensAt: undefined })), undefined);
  assert.ok(planOf(stadium({ audience: 10_000 })));
});

test('a poll that is opened or closed by hand is planned by what happened', () => {
  const open = openPoll(stadium(), noon);
  assert.equal(planOf(open)?.prepareAt, noon - 30 * minute);
  const closed = closePoll(open, noon + minute);
  assert.equal(planOf(closed)?.releaseAt, Date.parse(closed.closedAt ?? '') + 5 * minute);
});

test('instances follow the calls that Lambda lets one take, within what the stage allows', () => {
  // 5,000 votes in the busiest second, ten calls an instance and second.
  assert.deepEqual(demandOf(50_000, bounds), { instances: 500, writesPerSecond: 5_000 });
  assert.deepEqual(demandOf(100_000_000, bounds), { instances: 800, writesPerSecond: 8_000 });
  assert.equal(demandOf(50_000, { ...bounds, mostInstances: 100 }).instances, 100);
  assert.deepEqual(demandOf(0, bounds), { instances: 2, writesPerSecond: 0 });
});

test('polls that overlap are added up, and the end of one leaves the other what it needs', async () => {
  const region = new FakeAudience();
  await followPoll(region, 'p1', stadium({ closesAt: iso(opening + 10 * minute) }), noon);
  await followPoll(region, 'p2', { ...stadium({ audience: 20_000 }), id: 'p2' }, noon);
  const instancesAt = async (time: number) => (await prepare(region, bounds, time)).instances;
  assert.equal(await instancesAt(opening - 31 * minute), 2);
  assert.equal(await instancesAt(opening), 700);
  assert.equal(await instancesAt(opening + 15 * minute), 200);
  assert.equal(await instancesAt(opening + 125 * minute), 2);
  assert.equal(region.instances, 2);
  assert.equal(region.writesPerSecond, 7_000, 'a table can not be cooled down');
});

test('a stage that keeps nothing warm prepares its table only', async () => {
  const region = new FakeAudience();
  region.instances = -1;
  await followPoll(region, 'p1', stadium(), noon);
  await prepare(region, { ...bounds, leastInstances: 0, mostInstances: 0 }, opening);
  assert.deepEqual([region.instances, region.writesPerSecond], [-1, 5_000]);
});

test('instances that can not be warmed fail the call, so that it is repeated, but not what else it makes ready', async () => {
  const region = new FakeAudience();
  await followPoll(region, 'p1', stadium(), noon);
  region.refuses = true;
  await assert.rejects(prepare(region, bounds, opening), /refused/);
  assert.equal(region.writesPerSecond, 5_000);
  await prepare(region, bounds, opening + 125 * minute);
  region.refuses = false;
  await prepare(region, bounds, opening);
  assert.equal(region.instances, 500);
});

test('an edit moves the calls, and a deletion takes them away', async () => {
  const region = new FakeAudience();
  await followPoll(region, 'p1', stadium(), noon);
  const later = editPoll(stadium(), { opensAt: iso(opening + 60 * minute) }, noon);
  await followPoll(region, 'p1', later, noon);
  assert.deepEqual(
    [...region.calls],
    [
      ['p1-prepare', opening + 30 * minute],
      ['p1-prepare-again', opening + 50 * minute],
      ['p1-release', opening + 185 * minute],
    ],
  );
  await followPoll(region, 'p1', undefined, noon);
  assert.deepEqual([region.calls.size, region.stored.size], [0, 0]);
});

test('what was made ready for a poll that is put off or deleted is given back at once, whatever fails on the way', async () => {
  for (const change of [undefined, stadium({ opensAt: iso(opening + 24 * 60 * minute) })]) {
    for (let failsAfter = 0; failsAfter < 7; failsAfter += 1) {
      const region = new FakeAudience();
      await followPoll(region, 'p1', stadium(), noon);
      const now = opening - minute;
      await prepare(region, bounds, now);
      region.failsAfter = failsAfter;
      await followPoll(region, 'p1', change, now).catch(() => undefined);
      region.failsAfter = Number.POSITIVE_INFINITY;
      await followPoll(region, 'p1', change, now);
      assert.equal(region.calls.get('p1-adjust'), now + minute);
      await prepare(region, bounds, now + minute);
      assert.equal(region.instances, 2);
    }
  }
});

test('a poll that is opened by hand is prepared as soon as a schedule can', async () => {
  const region = new FakeAudience();
  await followPoll(region, 'p1', openPoll(stadium({ opensAt: undefined }), noon), noon);
  assert.equal(region.calls.get('p1-prepare'), noon + minute);
  assert.equal(region.calls.get('p1-prepare-again'), noon + 11 * minute, 'after a canary that spoils the first call');
});

test('a poll that is announced late is prepared twice all the same', async () => {
  const region = new FakeAudience();
  await followPoll(region, 'p1', stadium(), opening - 25 * minute);
  assert.equal(region.calls.get('p1-prepare'), opening - 24 * minute);
  assert.equal(region.calls.get('p1-prepare-again'), opening - 10 * minute);
});

test('a poll without an audience costs one look', async () => {
  const region = new FakeAudience();
  await followPoll(region, 'p1', stadium({ audience: undefined }), noon);
  assert.deepEqual([region.calls.size, activeAudience([...region.stored.values()], opening)], [0, 0]);
});
