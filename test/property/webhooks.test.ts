import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dispatch } from '../../domain/webhooks/dispatch.ts';
import type { Sender } from '../../domain/webhooks/ports.ts';
import { runLane } from '../../domain/webhooks/run-lane.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeNotifications } from '../support/fake-notifications.ts';
import { busEvent, webhookOf } from '../support/notifications.ts';
import { noon, openPollOf } from '../support/polls.ts';

const plan = { totalMs: 86_400_000 };
/** A crash as of a process that is gone. */
class Crash extends Error {}

/**
 * Everything at random, by one seed: crashes before and after each effect, two functions at a time, events that come
 * again and in any order, wake-ups that come again, an endpoint that is up and down.
 */
async function simulate(seed: number, polls: number, chances: { crash: number; failure: number; repeat: number }) {
  const random = seededRandom(seed);
  let isCalm = false;
  const happens = (chance: number) => !isCalm && random() < chance;
  const world = new FakeNotifications(webhookOf({ createdAt: new Date(noon - 1).toISOString() }), noon, async () => {
    for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await undefined;
    if (happens(chances.crash)) throw new Crash();
  });
  const heard: string[] = [];
  const sender: Sender = {
    async send(_webhook, { type, pollId }, now) {
      const fails = happens(chances.failure);
      heard.push(`${fails ? 'refused' : 'took'} ${pollId} ${type}`);
      return { outcome: fails ? 'failed' : 'delivered', attempt: { at: new Date(now).toISOString() } };
    },
  };
  const ports = {
    webhooks: world.webhooks,
    deliveries: world.store,
    lanes: world.lanes,
    wakeUps: world.wakeUps,
    sender,
    mails: { send: async () => undefined },
    polls: { get: async () => ({ ...openPollOf(), openedAt: new Date(noon).toISOString() }) },
    now: () => world.now,
    random,
  };

  const events = Array.from({ length: polls }, (_, index) => [
    busEvent('poll.opened', `p${index}`, noon),
    busEvent('poll.closed', `p${index}`, noon + 1_000),
  ]).flat();
  let steps = 0;
  const lookAfter = async (message: (typeof world.messages)[number]) => {
    // It stays hidden while it is worked on; whoever dies leaves it to come again.
    message.visibleAt = world.now + 360_000;
    try {
      await runLane(ports, { wakeUp: message.wakeUp, holder: message.id, plan, stopAt: world.now + 20_000 });
      if (!happens(chances.repeat)) world.messages.splice(world.messages.indexOf(message), 1);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  };
  const hand = async () => {
    for (let idle = Math.floor(random() * 60); idle > 0; idle -= 1) await undefined;
    const [event] = events.splice(Math.floor(random() * events.length), 1);
    if (!event) return;
    try {
      await dispatch(ports, event, world.now);
      if (happens(chances.repeat)) events.push(event);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      events.push(event);
    }
  };
  /** Takes some messages, one after the other, beside whoever else is at work. */
  const worker = async () => {
    for (let turns = 0; turns < 8; turns += 1) {
      const visible = world.messages.filter(({ visibleAt }) => visibleAt <= world.now);
      const message = visible[Math.floor(random() * visible.length)];
      if (message) await lookAfter(message);
      else for (let idle = 0; idle < 8; idle += 1) await undefined;
    }
  };
  const step = async () => {
    steps += 1;
    if (steps > 2_000) isCalm = true;
    assert.ok(steps < 20_000, `no end: ${JSON.stringify(world.messages)}`);
    const before = world.messages.length;
    await Promise.all([hand(), worker(), worker()]);
    if (world.messages.length === before) {
      world.now = Math.max(
        world.now,
        Math.min(...world.messages.map(({ visibleAt }) => visibleAt), world.now + 60_000),
      );
    }
    world.now += Math.floor(random() * 100);
  };
  while (events.length > 0 || world.messages.length > 0) await step();
  return { heard, deliveries: [...world.deliveries.values()] };
}

test('whatever crashes, repeats or comes late: each event is delivered, and no closing before its opening is done', async () => {
  const chances = fc.record({
    crash: fc.double({ min: 0, max: 0.04, noNaN: true }),
    failure: fc.double({ min: 0, max: 0.5, noNaN: true }),
    repeat: fc.double({ min: 0, max: 0.3, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 3 }), chances, async (seed, polls, given) => {
      const { heard, deliveries } = await simulate(seed, polls, given);
      assert.equal(deliveries.length, 2 * polls, 'one delivery an event, however often it came');
      for (const { id, state } of deliveries) assert.equal(state, 'delivered', id);
      for (let poll = 0; poll < polls; poll += 1) {
        const opened = heard.indexOf(`took p${poll} poll.opened`);
        const closed = heard.findIndex((line) => line.endsWith(`p${poll} poll.closed`));
        assert.ok(opened >= 0 && opened < closed, `p${poll}: ${heard.join(', ')}`);
      }
    }),
    // Only a wake-up that no later one makes good shows: many short runs find it.
    { numRuns: 2_000 },
  );
});
