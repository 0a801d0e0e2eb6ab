import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Settings } from '../../../tools/simulate/model/settings.ts';
import { Simulation, type Step } from '../../../tools/simulate/model/simulation.ts';
import { unlimited } from './settings.ts';

const seconds = 0.05;

/** Runs rates of a second each. @returns every step */
function runOf(settings: Settings, rates: readonly number[]): Step[] {
  const simulation = new Simulation(settings, seconds);
  return rates.flatMap((rate) => Array.from({ length: 20 }, () => simulation.step(rate * seconds)));
}

const constant = (rate: number, length: number) => Array.from({ length }, () => rate);
const backlogOf = ({ queued, hidden, inFlight }: Step) => queued + hidden + inFlight;
const close = (actual: number, expected: number, within: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual}, and not ${expected}`);

test('a backlog is the integral of what exceeds the workers, and is worked off at their rate', () => {
  // One worker, a hundredth of a second a vote: 100 a second.
  const steps = runOf(unlimited, [...constant(150, 40), ...constant(0, 30)]);
  const at = (second: number) => steps[second * 20 - 1] ?? assert.fail();
  for (const second of [10, 20, 40]) close(backlogOf(at(second)), 50 * second, 11, `backlog after ${second} s`);
  close(backlogOf(at(50)), 50 * 40 - 100 * 10, 11, 'backlog, ten seconds later');
  close(at(70).counted, 150 * 40, 1e-6, 'all are counted');
  const last = steps.filter(({ newlyCounted }) => newlyCounted.length > 0).at(-1);
  close(last?.now ?? 0, 60, 1.2, 'the last one when 6,000 votes at 100 a second are done');
});

test('the length of a step takes nothing from workers whose batches end within one', () => {
  // Seven votes a batch, 0.07 s: 100 a second as before, though a step has 0.05 s.
  const settings = { ...unlimited, record: { ...unlimited.record, batchSize: 7 } };
  const steps = runOf(settings, constant(150, 20));
  close(backlogOf(steps.at(-1) ?? assert.fail()), 50 * 20, 11, 'backlog');
});

test('ages are the backlog by the rate at which it is worked off', () => {
  const steps = runOf(unlimited, constant(150, 40));
  for (const second of [10, 20, 30]) {
    const counted = steps
      .slice(second * 20 - 30, second * 20)
      .flatMap(({ now, newlyCounted }) => newlyCounted.map(({ at }) => now - at));
    // Of t seconds' votes at 150 a second those of the first 2/3 t are done: the newest is t/3 old.
    close(counted.at(-1) ?? Number.NaN, second / 3, 1.2, `age after ${second} s`);
  }
});

test('below what the workers take there is no backlog but a batch', () => {
  const steps = runOf(unlimited, constant(50, 30));
  assert.ok(steps.every((step) => backlogOf(step) <= 100));
});

test('a batch goes when its window is over, and its votes have waited for half of it', () => {
  const settings = {
    ...unlimited,
    record: { ...unlimited.record, windowSeconds: 1, duration: { seconds: 0.2, perItem: 0 } },
  };
  const steps = runOf(settings, constant(50, 60));
  const ages = steps.flatMap(({ now, newlyCounted }) =>
    newlyCounted.map(({ at, amount }) => ({ age: now - at, amount })),
  );
  const all = ages.reduce((sum, { amount }) => sum + amount, 0);
  const mean = ages.reduce((sum, { age, amount }) => sum + age * amount, 0) / all;
  // The worker is away for 0.2 s of each 1.2 s; 60 votes come in the meantime, and wait for 0.6 s and their batch.
  close(mean, 0.6 + 0.2, 0.1, 'mean age');
});

test('a throttle lets its burst pass at once, and its rate from then on', () => {
  const steps = runOf({ ...unlimited, votes: { perSecond: 100, burst: 300 } }, constant(1_000, 10));
  const last = steps.at(-1) ?? assert.fail();
  close(last.accepted, 300 + 100 * 10, 1e-6, 'accepted');
  close(last.gone, 10_000 - 1_300, 1e-6, 'refused');
  assert.ok(last.limits.has('vote-throttle'));
});

test('who was refused comes again, each time later, and is let in once there is room', () => {
  const settings = { ...unlimited, retries: true, votes: { perSecond: 100, burst: 5 } };
  const steps = runOf(settings, [...constant(300, 10), ...constant(0, 90)]);
  const last = steps.at(-1) ?? assert.fail();
  assert.equal(last.gone, 0);
  close(last.accepted, 3_000, 1e-6, 'accepted');
  const longest = Math.max(...steps.map(({ waiting }) => waiting));
  close(longest, 2_000, 30, 'most that wait');
});

test('Lambda adds a thousand instances at once and a hundred a second', () => {
  const submit = { ...unlimited.submit, warm: 0, growth: { perSecond: 100, burst: 1_000 } };
  const steps = runOf({ ...unlimited, submit }, constant(100_000, 5));
  const at = (second: number) => steps[second * 20 - 1]?.instances ?? 0;
  close(at(1), 1_100, 1e-6, 'instances after a second');
  close(at(5), 1_500, 1e-6, 'instances after five');
  const last = steps.at(-1) ?? assert.fail();
  close(last.unserved, (100_000 - 15_000) * seconds, 1e-6, 'ten calls a second each: the others are refused');
  assert.ok(last.limits.has('lambda-growth'));
});

test('the account has ten calls a second for each of its instances, less those who work', () => {
  const steps = runOf(
    { ...unlimited, concurrency: 100, submit: { ...unlimited.submit, callsPerVote: 4 } },
    constant(1_000, 5),
  );
  close(steps.at(-1)?.accepted ?? 0, (5 * 100 * 10) / 4, 1e-6, 'accepted');
  assert.ok(steps.at(-1)?.limits.has('lambda-concurrency'));
});

test('pollers grow by five a second from five on, as long as messages wait, up to the most', () => {
  const record = { ...unlimited.record, pollers: { first: 5, perSecond: 5, most: 50 } };
  const steps = runOf({ ...unlimited, record }, constant(10_000, 15));
  const at = (second: number) => steps[second * 20 - 1] ?? assert.fail();
  close(at(5).pollers, 29, 1, 'pollers after five seconds');
  assert.ok(at(5).limits.has('poller-growth'));
  assert.equal(at(15).pollers, 50);
  assert.ok(at(15).limits.has('record-concurrency'));
});

test('a hot partition throttles; what is not written in time is hidden, comes again, and is a dead letter in the end', () => {
  const settings: Settings = {
    ...unlimited,
    record: { ...unlimited.record, hiddenSeconds: 10, mostReceives: 2, pollers: { first: 10, perSecond: 0, most: 10 } },
    writes: { ...unlimited.writes, perPartition: 100, patienceSeconds: 1, partitions: [{ partitions: 1, share: 1 }] },
  };
  const steps = runOf(settings, [...constant(500, 10), ...constant(0, 60)]);
  const last = steps.at(-1) ?? assert.fail();
  assert.ok(steps.some(({ limits }) => limits.has('partition-writes')));
  assert.ok(steps.some(({ hidden }) => hidden > 100));
  assert.ok(last.dead > 100);
  close(last.counted + last.dead, 5_000, 1e-6, 'counted or dead');
  const busiest = Math.max(...steps.map(({ recorded }, index) => recorded - (steps[index - 20]?.recorded ?? 0)));
  close(busiest, 200, 6, 'a partition writes what it takes in a second at once, and in the next');
  const lasting = (steps[9 * 20]?.recorded ?? 0) - (steps[4 * 20]?.recorded ?? 0);
  close(lasting, 500, 1e-6, 'and no more in the long run');
});

test('a partition that stays hot is split, and all double half an hour after half of the table was used', () => {
  const writes = { ...unlimited.writes, perPartition: 100 };
  const pollers = { first: 50, perSecond: 0, most: 50 };
  const record = { ...unlimited.record, pollers };
  const split = runOf({ ...unlimited, record, writes: { ...writes, splitSeconds: 20 } }, constant(150, 30));
  assert.deepEqual([split[15 * 20]?.shards, split.at(-1)?.shards], [1, 2]);
  const doubled = runOf({ ...unlimited, record, writes: { ...writes, doublingSeconds: 15 } }, constant(60, 30));
  assert.deepEqual([doubled[10 * 20]?.shards, doubled.at(-1)?.shards], [1, 2]);
});

test("a table's quota holds for all of its partitions together", () => {
  const writes = { ...unlimited.writes, perPartition: 100, table: 150, partitions: [{ partitions: 10, share: 1 }] };
  const record = { ...unlimited.record, pollers: { first: 50, perSecond: 0, most: 50 } };
  const steps = runOf({ ...unlimited, record, writes }, constant(400, 20));
  close((steps.at(-1)?.recorded ?? 0) - (steps[10 * 20 - 1]?.recorded ?? 0), 1_500, 20, 'written in ten seconds');
  assert.ok(steps.at(-1)?.limits.has('table-writes'));
});

test('messages in flight are bounded, those that failed among them', () => {
  const record = { ...unlimited.record, inFlight: 250, pollers: { first: 10, perSecond: 0, most: 10 } };
  const steps = runOf({ ...unlimited, record }, constant(5_000, 10));
  assert.ok(steps.every(({ inFlight, hidden }) => inFlight + hidden <= 250 + 1e-6));
  assert.ok(steps.at(-1)?.limits.has('queue-in-flight'));
});

test('the tally item takes the updates of all stream shards, each as long as the marks of all make it', () => {
  const item = { unitsPerSecond: 1_000, unitBytes: 1_000, bytes: 0, perShard: 100, items: 1 };
  const settings: Settings = {
    ...unlimited,
    record: {
      ...unlimited.record,
      duration: { seconds: 0.05, perItem: 0 },
      pollers: { first: 9_999, perSecond: 0, most: 9_999 },
    },
    writes: { ...unlimited.writes, partitions: [{ partitions: 200, share: 1 }] },
    tally: { ...unlimited.tally, windowSeconds: 1, item },
  };
  // 200 shards write 20 units each: 4 s a round, in which each takes 1,000 records. 50,000 a second, and no more.
  const steps = runOf(settings, constant(100_000, 40));
  close(((steps.at(-1)?.counted ?? 0) - (steps[12 * 20]?.counted ?? 0)) / 28, 50_000, 8_000, 'counted a second');
  assert.ok(steps.at(-1)?.limits.has('tally-item'));
  const spread = { ...settings, tally: { ...settings.tally, item: { ...item, items: 10 } } };
  // Twenty shards an item, of two units each: 0.04 s.
  const fast = runOf(spread, constant(100_000, 40));
  close(((fast.at(-1)?.counted ?? 0) - (fast[12 * 20]?.counted ?? 0)) / 28, 100_000, 8_000, 'counted with ten items');
  const one = runOf({ ...settings, writes: unlimited.writes }, constant(900, 10));
  assert.ok(one.every(({ limits }) => !limits.has('tally-item')));
});
