import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Announcement, BusEvent } from '../../../contracts/events.ts';
import { announce } from '../../../domain/events/announce.ts';
import { milestonesCrossed } from '../../../domain/events/milestones.ts';
import { planAnnouncements } from '../../../domain/events/plan-announcements.ts';
import { resultAnnouncements } from '../../../domain/events/plan-results.ts';
import type { Published } from '../../../domain/events/ports.ts';
import type { TimedPoll } from '../../../domain/events/transitions.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import { noon, openPollOf } from '../../support/polls.ts';

const minute = 60_000;
/** A poll with these times and no others. */
function pollOf(times: TimedPoll): Poll {
  const { openedAt: _openedAt, ...poll } = openPollOf();
  return { ...poll, ...times, id: 'poll', workspaceId: 'workspace' };
}
const iso = (time: number) => new Date(time).toISOString();

/** A region's queue and timetable that remember. */
function plans() {
  const sent: [Announcement, number][] = [];
  const timetable = new Map<string, [number, Announcement]>();
  const ports = {
    queue: { send: async (what: Announcement, delay: number) => void sent.push([what, delay]) },
    timetable: {
      set: async (name: string, at: number, what: Announcement) => void timetable.set(name, [at, what]),
      cancel: async (name: string) => void timetable.delete(name),
    },
  };
  const plan = (before: TimedPoll | undefined, poll: TimedPoll | undefined, rank = 0) =>
    planAnnouncements(ports, { pollId: 'p', before, poll }, rank, noon);
  return { sent, timetable, plan };
}

test('what opens now is told now, and by the region behind only when the first had time to tell it', async () => {
  const { sent, plan } = plans();
  const what = { v: 1, type: 'poll.opened', pollId: 'p', at: noon - 5 } as const;
  await plan({}, { openedAt: iso(noon - 5) });
  await plan({}, { openedAt: iso(noon - 5) }, 1);
  assert.deepEqual(sent, [
    [what, 0],
    [what, 120_000],
  ]);
});

test('what comes within a quarter of an hour waits in the queue, what comes later in the timetable', async () => {
  const { sent, timetable, plan } = plans();
  const [opensAt, closesAt] = [noon + 15 * minute, noon + 15 * minute + 1];
  await plan(undefined, { opensAt: iso(opensAt), closesAt: iso(closesAt) });
  assert.deepEqual(sent, [[{ v: 1, type: 'poll.opened', pollId: 'p', at: opensAt }, 15 * minute]]);
  assert.deepEqual(
    [...timetable],
    [['p-closed', [closesAt, { v: 1, type: 'poll.closed', pollId: 'p', at: closesAt }]]],
  );
});

test('an edit moves what is planned, one that leaves the times alone plans nothing, a deletion takes it away', async () => {
  const { sent, timetable, plan } = plans();
  const [first, second] = [{ opensAt: iso(noon + 60 * minute) }, { opensAt: iso(noon + 90 * minute) }];
  await plan(undefined, first);
  await plan(first, second);
  assert.equal(timetable.get('p-opened')?.[0], noon + 90 * minute);
  timetable.clear();
  await plan(second, second);
  assert.equal(timetable.size, 0);
  await plan(undefined, second);
  await plan(second, undefined);
  assert.equal(timetable.size, 0);
  assert.deepEqual(sent, []);
});

test('what was planned for later and comes soon now leaves the timetable', async () => {
  const { sent, timetable, plan } = plans();
  const later = { opensAt: iso(noon + 60 * minute) };
  await plan(undefined, later);
  await plan(later, { ...later, openedAt: iso(noon) });
  assert.deepEqual([sent.length, timetable.size], [1, 0]);
});

test('a poll that ends before it begins is never told of', async () => {
  const { sent, timetable, plan } = plans();
  await plan(undefined, { opensAt: iso(noon), closesAt: iso(noon) });
  await plan(undefined, { closesAt: iso(noon) });
  assert.deepEqual([sent.length, timetable.size], [0, 0]);
});

test('milestones are 100 and each ten times more; several can be crossed at once, none twice', () => {
  assert.deepEqual(milestonesCrossed(0, 99), []);
  assert.deepEqual(milestonesCrossed(99, 100), [100]);
  assert.deepEqual(milestonesCrossed(100, 999), []);
  assert.deepEqual(milestonesCrossed(90, 100_000), [100, 1_000, 10_000, 100_000]);
  assert.deepEqual(milestonesCrossed(1_000, 100), []);
});

test('a change of the count is told when its minute is over, a milestone at once', () => {
  const at = noon + 20_000;
  assert.deepEqual(resultAnnouncements({ pollId: 'p', before: 98, after: 101, at }), [
    { due: at, what: { v: 1, type: 'results.milestone', pollId: 'p', responses: 100 } },
    { due: noon + minute, what: { v: 1, type: 'responses.batch', pollId: 'p', minute: noon / minute } },
  ]);
  assert.deepEqual(resultAnnouncements({ pollId: 'p', before: 5, after: 5, at }), []);
});

/** A region that announces, beside others that share what was published. */
function stage(poll: Poll | undefined) {
  const told: BusEvent[] = [];
  const published = new Map<string, Published>();
  const state = { responses: 7, isDown: false };
  const ports = {
    polls: { get: async () => poll },
    responses: async () => state.responses,
    published: {
      get: async (key: string) => published.get(key),
      async put(key: string, what: Published) {
        if (state.isDown) throw new Error('down');
        published.set(key, what);
      },
    },
    bus: { publish: async (event: BusEvent) => void told.push(event) },
  };
  return { told, state, announce: (what: Announcement) => announce(ports, what, noon) };
}

test('every region has the same announcement, and the stage tells it once', async () => {
  const { told, announce } = stage(pollOf({ openedAt: iso(noon) }));
  const what = { v: 1, type: 'poll.opened', pollId: 'poll', at: noon } as const;
  assert.deepEqual([await announce(what), await announce(what)], [true, false]);
  assert.equal(told.length, 1);
  assert.deepEqual([told[0]?.type, told[0]?.time, told[0]?.workspace], ['poll.opened', iso(noon), 'workspace']);
});

test('what was told and could not be remembered is told again, under the same id', async () => {
  const { told, state, announce } = stage(pollOf({ openedAt: iso(noon) }));
  const what = { v: 1, type: 'poll.opened', pollId: 'poll', at: noon } as const;
  state.isDown = true;
  await assert.rejects(announce(what));
  state.isDown = false;
  await announce(what);
  assert.equal(told.length, 2);
  assert.deepEqual(told[0], told[1]);
});

test('what was planned for a time that no longer holds is not told, nor anything of a poll that is gone', async () => {
  const moved = stage(pollOf({ opensAt: iso(noon + minute) }));
  assert.equal(await moved.announce({ v: 1, type: 'poll.opened', pollId: 'poll', at: noon }), false);
  const gone = stage(undefined);
  assert.equal(await gone.announce({ v: 1, type: 'results.milestone', pollId: 'poll', responses: 100 }), false);
  assert.deepEqual([moved.told, gone.told], [[], []]);
});

test('a batch is told once a minute, and not by a region that only counted it in another minute', async () => {
  const { told, state, announce } = stage(pollOf({ openedAt: iso(noon) }));
  const batch = (minute: number) => announce({ v: 1, type: 'responses.batch', pollId: 'poll', minute });
  assert.equal(await batch(10), true);
  assert.equal(await batch(10), false);
  assert.equal(await batch(11), false, 'the count is the same');
  state.responses = 8;
  assert.equal(await batch(9), false, 'older than what was told');
  assert.equal(await batch(11), true);
  assert.deepEqual(
    told.map(({ id }) => id),
    ['poll-batch-10', 'poll-batch-11'],
  );
});
