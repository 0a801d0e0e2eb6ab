import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { demandOf } from '../../domain/audience/demand.ts';
import { followPoll } from '../../domain/audience/follow-poll.ts';
import { activeAudience, planOf } from '../../domain/audience/plan.ts';
import { prepare } from '../../domain/audience/prepare.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { FakeAudience } from '../support/fake-audience.ts';
import { noon, openPollOf } from '../support/polls.ts';

const minute = 60_000;
const bounds = { leastInstances: 1, mostInstances: 1_000, votesPerSecond: 8_000 };
/** Within a day from noon, in whole minutes. */
const time = fc.nat(24 * 60).map((minutes) => noon + minutes * minute);
const iso = (at: number) => new Date(at).toISOString();

/** What happens to one of three polls at a time: it is edited, or deleted. */
const event = fc.record({
  pollId: fc.constantFrom('a', 'b', 'c'),
  at: time,
  poll: fc.option(fc.record({ audience: fc.nat(200_000), opensAt: time, lasts: fc.integer({ min: 1, max: 600 }) }), {
    freq: 4,
    nil: undefined,
  }),
  /** Calls that go well before the first try fails. */
  failsAfter: fc.nat(8),
});

function pollOf(pollId: string, given: { audience: number; opensAt: number; lasts: number }): Poll {
  const { openedAt: _, ...poll } = openPollOf();
  const closesAt = iso(given.opensAt + given.lasts * minute);
  return { ...poll, id: pollId, audience: given.audience, opensAt: iso(given.opensAt), closesAt };
}

test('whatever happens to polls, each call of the timetable leaves exactly what the polls of then need', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
      const region = new FakeAudience();
      region.instances = bounds.leastInstances;
      const polls = new Map<string, Poll>();
      const needed = (now: number) => {
        const plans = [...polls.values()].flatMap((poll) => planOf(poll) ?? []);
        return demandOf(activeAudience(plans, now), bounds).instances;
      };
      /** Makes the calls that are due, in their order. */
      const run = async (until: number) => {
        for (const [name, at] of [...region.calls].sort(([, one], [, other]) => one - other)) {
          if (at > until) continue;
          region.calls.delete(name);
          await prepare(region, bounds, at);
          assert.equal(region.instances, needed(at), name);
        }
      };
      for (const { pollId, at, poll, failsAfter } of events.sort((one, other) => one.at - other.at)) {
        await run(at);
        if (poll) polls.set(pollId, pollOf(pollId, poll));
        else polls.delete(pollId);
        region.failsAfter = failsAfter;
        await followPoll(region, pollId, polls.get(pollId), at).catch(() => undefined);
        region.failsAfter = Number.POSITIVE_INFINITY;
        await followPoll(region, pollId, polls.get(pollId), at);
      }
      await run(Number.POSITIVE_INFINITY);
      assert.equal(region.instances, bounds.leastInstances, 'everything is given back in the end');
      assert.equal(region.calls.size, 0);
    }),
  );
});

test('a bigger audience never gets less, and nothing exceeds the bounds', () => {
  fc.assert(
    fc.property(fc.nat(100_000_000), fc.nat(100_000_000), (one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)].map((audience) => demandOf(audience, bounds));
      assert.ok(less && more);
      assert.ok(less.instances <= more.instances && less.writesPerSecond <= more.writesPerSecond);
      assert.ok(more.instances >= bounds.leastInstances && more.instances <= bounds.mostInstances);
      assert.ok(more.writesPerSecond <= bounds.votesPerSecond);
    }),
  );
});
