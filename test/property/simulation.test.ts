import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Settings } from '../../tools/simulate/model/settings.ts';
import { Simulation, type Totals } from '../../tools/simulate/model/simulation.ts';
import { unlimited } from '../unit/simulate/settings.ts';

const seconds = 0.05;
/** Votes a second, a value for each half second. */
const rates = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5_000, noNaN: true })), {
  minLength: 1,
  maxLength: 40,
});
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Any limits, most of them tight enough to be met. */
const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    edge: between(100, 10_000),
    rate: between(50, 5_000),
    burst: between(50, 5_000),
    retries: fc.boolean(),
    concurrency: fc.integer({ min: 10, max: 2_000 }),
    warm: fc.nat(200),
    batchSize: fc.integer({ min: 1, max: 100 }),
    windowSeconds: fc.constantFrom(0, 1),
    perItem: between(0.0005, 0.02),
    pollers: fc.integer({ min: 1, max: 50 }),
    inFlight: fc.integer({ min: 200, max: 5_000 }),
    hiddenSeconds: between(0.5, 5),
    mostReceives: fc.integer({ min: 1, max: 5 }),
    partitions: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 }),
    perPartition: between(20, 1_000),
    table: between(100, 10_000),
    splitSeconds: between(1, 10),
    perShard: fc.nat(200),
  })
  .map((drawn) => ({
    ...unlimited,
    edge: { requestsPerSecond: drawn.edge, requestsPerVote: 2 },
    votes: { perSecond: drawn.rate, burst: drawn.burst },
    retries: drawn.retries,
    concurrency: drawn.concurrency,
    submit: { ...unlimited.submit, warm: drawn.warm, growth: { perSecond: 100, burst: 1_000 } },
    record: {
      ...unlimited.record,
      batchSize: drawn.batchSize,
      windowSeconds: drawn.windowSeconds,
      duration: { seconds: 0.05, perItem: drawn.perItem },
      pollers: { first: 2, perSecond: 5, most: drawn.pollers },
      inFlight: drawn.inFlight,
      hiddenSeconds: drawn.hiddenSeconds,
      mostReceives: drawn.mostReceives,
    },
    writes: {
      partitions: drawn.partitions.map((partitions) => ({ partitions, share: 1 / drawn.partitions.length })),
      perPartition: drawn.perPartition,
      table: drawn.table,
      patienceSeconds: 1,
      splitSeconds: drawn.splitSeconds,
      doublingSeconds: 7,
    },
    tally: {
      ...unlimited.tally,
      windowSeconds: 1,
      lookSeconds: 0.1,
      item: { unitsPerSecond: 1_000, unitBytes: 1_024, bytes: 500, perShard: drawn.perShard, items: 1 },
    },
    publish: { ...unlimited.publish, windowSeconds: 1, duration: { seconds: 0.1, perItem: 0 } },
  }));

function stepsOf(settings: Settings, votes: readonly number[], restSeconds = 0) {
  const simulation = new Simulation(settings, seconds);
  const rest = Array.from({ length: restSeconds * 2 }, () => 0);
  return [...votes, ...rest].flatMap((rate) => Array.from({ length: 10 }, () => simulation.step(rate * seconds)));
}

const places = ['waiting', 'gone', 'queued', 'hidden', 'inFlight', 'dead', 'streamed', 'unpublished'] as const;

test('at every step each vote is in one place: refused, queued, in flight, dead, in the stream, or counted', () => {
  const same = (one: number, other: number, what: string) =>
    assert.ok(Math.abs(one - other) <= 1e-6 * Math.max(1, one, other), `${what}: ${one} and ${other}`);
  fc.assert(
    fc.property(anySettings, rates, (settings, votes) => {
      let before: Totals | undefined;
      for (const step of stepsOf(settings, votes, 5)) {
        same(step.offered, step.accepted + step.waiting + step.gone, 'sent');
        same(step.accepted, step.queued + step.hidden + step.inFlight + step.dead + step.recorded, 'accepted');
        same(step.recorded, step.streamed + step.counted, 'recorded');
        same(step.counted, step.unpublished + step.published, 'counted');
        for (const place of places) assert.ok(step[place] >= -1e-6, `${place}: ${step[place]}`);
        for (const sum of ['accepted', 'recorded', 'counted', 'published', 'dead'] as const) {
          assert.ok(step[sum] >= (before?.[sum] ?? 0) - 1e-6, `${sum} never falls`);
        }
        before = step;
      }
    }),
    { numRuns: 150 },
  );
});

test('no vote is counted before it is accepted, and no route lets more through than its throttle', () => {
  fc.assert(
    fc.property(anySettings, rates, (settings, votes) => {
      for (const { now, accepted, newlyCounted } of stepsOf(settings, votes)) {
        for (const { at, first } of newlyCounted) assert.ok(first <= at + 1e-9 && at <= now + 1e-9);
        const { perSecond, burst } = settings.votes;
        assert.ok(accepted <= burst + perSecond * (now + seconds) + 1e-6);
      }
    }),
    { numRuns: 100 },
  );
});

/** Settings in which more never means to let more votes in, or to have more of them fail. */
const steady = (settings: Settings): Settings => ({
  ...settings,
  edge: unlimited.edge,
  votes: unlimited.votes,
  concurrency: unlimited.concurrency,
  submit: unlimited.submit,
  writes: { ...settings.writes, perPartition: unlimited.writes.perPartition, table: unlimited.writes.table },
  record: { ...settings.record, inFlight: unlimited.record.inFlight },
});

/** Votes that a window or a batch of one place may hold back where that of another is over just then. */
function slack(votes: readonly number[], { record }: Settings): number {
  const longest = record.windowSeconds + record.duration.seconds + record.duration.perItem * record.batchSize;
  return Math.max(...votes) * (longest + 2 * seconds) + 1e-6;
}

test('more workers, faster ones, or a larger burst of pollers never make more backlog', () => {
  const better = fc.constantFrom<(record: Settings['record']) => Settings['record']>(
    (record) => ({ ...record, pollers: { ...record.pollers, first: 50, most: 2 * record.pollers.most + 50 } }),
    (record) => ({ ...record, duration: { seconds: record.duration.seconds, perItem: record.duration.perItem / 2 } }),
    (record) => ({ ...record, pollers: { ...record.pollers, perSecond: 50 } }),
  );
  fc.assert(
    fc.property(anySettings.map(steady), rates, better, (settings, votes, improve) => {
      const improved = stepsOf({ ...settings, record: improve(settings.record) }, votes, 5);
      for (const [index, step] of stepsOf(settings, votes, 5).entries()) {
        const more = improved[index]?.recorded ?? 0;
        assert.ok(more >= step.recorded - slack(votes, settings), `${index}: ${more} and ${step.recorded}`);
      }
    }),
    { numRuns: 100 },
  );
});

test('a higher throttle never accepts less, and more partitions never leave more dead letters', () => {
  fc.assert(
    fc.property(anySettings, rates, (settings, votes) => {
      const one = { ...settings, retries: false, concurrency: unlimited.concurrency, submit: unlimited.submit };
      const wider = { ...one, votes: { perSecond: 2 * one.votes.perSecond, burst: 2 * one.votes.burst } };
      const [less, more] = [stepsOf(one, votes).at(-1), stepsOf(wider, votes).at(-1)];
      assert.ok((more?.accepted ?? 0) >= (less?.accepted ?? 0) - 1e-6);
      const roomy = {
        ...one,
        writes: { ...one.writes, perPartition: unlimited.writes.perPartition, table: unlimited.writes.table },
      };
      assert.ok((stepsOf(roomy, votes, 10).at(-1)?.dead ?? 0) <= 1e-6);
    }),
    { numRuns: 100 },
  );
});
