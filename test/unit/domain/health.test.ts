import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkHealth,
  type HealthProbes,
  type Heartbeat,
  healthLimits,
  rememberHealth,
} from '../../../domain/health/health.ts';

const start = 1_800_000_000_000;
const never = () => new Promise<never>(() => {});

/** A region whose heartbeats are folded when the test says so. */
function fakeRegion(changes: Partial<HealthProbes> = {}) {
  let last: Heartbeat | undefined;
  let made = 0;
  let folded = 0;
  const probes: HealthProbes = {
    isTakenOut: async () => false,
    reachQueue: async () => {},
    lastHeartbeat: async () => last,
    foldedHeartbeats: async () => String(folded),
    async makeHeartbeat(heartbeat) {
      last = heartbeat;
      made += 1;
    },
    ...changes,
  };
  return {
    check: (now: number, signal?: AbortSignal) => checkHealth(probes, now, signal && (() => signal)),
    fold: () => {
      folded = made;
    },
    made: () => made,
  };
}

test('a region that answers everything is in service, and makes its first heartbeat', async () => {
  const region = fakeRegion();
  assert.deepEqual(await region.check(start), {
    status: 'in-service',
    checks: { table: 'ok', queue: 'ok', stream: 'ok' },
  });
  assert.equal(region.made(), 1);
});

test('a heartbeat that waits for longer than the limit fails the region, and not before', async () => {
  const region = fakeRegion();
  await region.check(start);
  assert.equal((await region.check(start + healthLimits.streamAge)).status, 'in-service');
  const late = await region.check(start + healthLimits.streamAge + 1);
  assert.deepEqual([late.status, late.checks.stream], ['failing', 'behind']);
});

test('no new heartbeat hides one that waits, however often it is asked for', async () => {
  const region = fakeRegion();
  for (let now = start; now <= start + healthLimits.streamAge; now += 5_000) await region.check(now);
  assert.equal(region.made(), 1);
  assert.equal((await region.check(start + healthLimits.streamAge + 5_000)).checks.stream, 'behind');
});

test('a stream that comes back, or whose heartbeat was lost, comes back into service by itself', async () => {
  const region = fakeRegion();
  await region.check(start);
  await region.check(start + 60_000);
  assert.equal(region.made(), 2, 'it is sent again');
  region.fold();
  assert.equal((await region.check(start + 65_000)).status, 'in-service');
});

test('an hour in which nobody asked is not the age of the stream', async () => {
  const region = fakeRegion();
  await region.check(start);
  region.fold();
  assert.equal((await region.check(start + 3_600_000)).status, 'in-service');
  assert.equal((await region.check(start + 3_605_000)).status, 'in-service');
});

test('whatever fails is named, and fails the region', async () => {
  const broken = async () => assert.fail('broken on purpose');
  const cases: [Partial<HealthProbes>, string][] = [
    [{ isTakenOut: broken }, 'table'],
    [{ reachQueue: broken }, 'queue'],
    [{ lastHeartbeat: broken }, 'stream'],
    [{ foldedHeartbeats: broken }, 'stream'],
    [{ makeHeartbeat: broken }, 'stream'],
  ];
  for (const [changes, name] of cases) {
    const { status, checks } = await fakeRegion(changes).check(start);
    assert.equal(status, 'failing');
    assert.deepEqual(checks, { table: 'ok', queue: 'ok', stream: 'ok', [name]: 'failed' });
  }
});

test('what never answers has failed when the time is up', async () => {
  const ended = AbortSignal.abort();
  const hanging = fakeRegion({ isTakenOut: never, reachQueue: never, lastHeartbeat: never });
  assert.deepEqual((await hanging.check(start, ended)).checks, { table: 'failed', queue: 'failed', stream: 'failed' });
});

test('a region that somebody has taken out says so', async () => {
  assert.equal((await fakeRegion({ isTakenOut: async () => true }).check(start)).status, 'taken-out');
});

test('however many ask, the region is checked once in a while', async () => {
  let time = start;
  let checks = 0;
  const region = fakeRegion();
  const health = rememberHealth(
    (now) => {
      checks += 1;
      return region.check(now);
    },
    () => time,
  );
  await Promise.all(Array.from({ length: 100 }, health));
  time += healthLimits.memory - 1;
  await health();
  assert.equal(checks, 1);
  time += 1;
  await health();
  assert.equal(checks, 2);
});
