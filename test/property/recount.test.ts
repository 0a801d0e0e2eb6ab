import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recount } from '../../domain/tallies/recount.ts';
import { missing, type RecountOutcome } from '../../domain/tallies/recount-report.ts';
import { RecountRound } from '../../domain/tallies/recount-round.ts';
import { RecountLost } from '../../domain/tallies/recount-stores.ts';
import { recountMs } from '../../domain/tallies/trace.ts';
import { anyResponse, countersOfAll, nonZero } from '../support/counted-responses.ts';
import { FakeVoting, type VotingEvent } from '../support/fake-voting.ts';

const event: fc.Arbitrary<VotingEvent> = fc.record({
  voter: fc.nat(11),
  after: fc.option(anyResponse, { nil: undefined }),
});
const events = fc.array(event, { minLength: 20, maxLength: 120, size: 'max' });
/** What happens in between, drawn anew at each step. */
const platform = fc.infiniteStream(fc.nat(9_999));
/** By how much counters are wrong, whether or not anybody ever voted so. */
const damage = fc
  .dictionary(fc.constantFrom('n', 'a:p', 's:r', 'o:p:a', 'v:q:7', 'o:x:y'), fc.integer({ min: -9, max: 9 }), {
    minKeys: 1,
  })
  .filter((deltas) => Object.values(deltas).some((delta) => delta !== 0));

interface Case {
  readonly voting: FakeVoting;
  /** Recounts once; `ahead` is by how many milliseconds its clock is. */
  run(rebuild: boolean, options?: { graceSeconds?: number; ahead?: number }): Promise<RecountOutcome>;
}

/** A poll where some have voted before, with a watch on each counter that viewers read. */
async function caseOf(
  history: readonly VotingEvent[],
  numbers: Iterable<number>,
  faults: number,
  damages: Readonly<Record<string, number>> = {},
): Promise<Case> {
  const drawn = numbers[Symbol.iterator]();
  const voting = new FakeVoting((below) => (drawn.next().value ?? 0) % below, history, faults);
  const { tallies } = voting;
  await voting.stir(20);
  for (const [counter, delta] of Object.entries(damages)) {
    tallies.counters.set(counter, (tallies.counters.get(counter) ?? 0) + delta);
  }
  tallies.onChange = (counter, value) => {
    const right = tallies.folded.get(counter) ?? 0;
    const least = Math.min(right, right + (damages[counter] ?? 0));
    assert.ok(value >= least, `${counter} went down to ${value}, below ${least}`);
  };
  const parts = { tallies, responses: voting, pause: voting.pause };
  return {
    voting,
    async run(rebuild, { graceSeconds = 60, ahead = 0 } = {}) {
      const given = { pollId: 'poll', shards: FakeVoting.partitions, rebuild, graceSeconds };
      return (await recount({ ...parts, now: () => voting.time + ahead }, given)).outcome;
    },
  };
}

const isExact = ({ tallies, responses }: FakeVoting) =>
  assert.deepEqual(nonZero(tallies.counters), nonZero(countersOfAll(responses)));

test('a tally that is right is never called different, whatever is voted, repeated and crashed meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(events, platform, fc.nat(12), fc.boolean(), async (history, numbers, faults, rebuild) => {
      const { voting, run } = await caseOf(history, numbers, faults);
      assert.ok(['equal', 'unsettled'].includes(await run(rebuild)));
      voting.faultsLeft = 0;
      assert.equal(await run(rebuild), 'equal');
      await voting.drain();
      isExact(voting);
    }),
    { numRuns: 100 },
  );
});

test('each single comparison is exact or knows that a trace is missing', async () => {
  await fc.assert(
    fc.asyncProperty(events, platform, fc.nat(12), damage, async (history, numbers, faults, deltas) => {
      const { voting } = await caseOf(history, numbers, faults, deltas);
      const parts = { tallies: voting.tallies, responses: voting, now: () => voting.time, pause: voting.pause };
      const given = { pollId: 'poll', shards: FakeVoting.partitions, rebuild: false, graceSeconds: 60 };
      const id = voting.time;
      const opened = await voting.tallies.open('poll', id);
      assert.ok('snapshot' in opened);
      let base = opened.snapshot;
      for (const round of [1, 2, 3]) {
        const result = await new RecountRound(parts, given, id, round).run(base);
        base = result.snapshot;
        if (result.kind === 'broken') continue;
        assert.ok(result.kind === 'compared');
        const found = missing(result.differences);
        assert.deepEqual(
          nonZero(found),
          nonZero(new Map(Object.entries(deltas).map(([name, delta]) => [name, -delta]))),
        );
      }
    }),
    { numRuns: 100 },
  );
});

test('a tally that was damaged is found, and rebuilt exactly while votes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(events, platform, fc.nat(12), damage, async (history, numbers, faults, deltas) => {
      const { voting, run } = await caseOf(history, numbers, faults, deltas);
      assert.ok(['different', 'unsettled'].includes(await run(false)));
      assert.ok(['rebuilt', 'unsettled'].includes(await run(true)));
      voting.faultsLeft = 0;
      assert.ok(['rebuilt', 'equal'].includes(await run(true)));
      assert.equal(await run(false), 'equal');
      await voting.drain();
      isExact(voting);
    }),
    { numRuns: 100 },
  );
});

test('a stream that stands still is told from a tally that is wrong, however long it stands', async () => {
  await fc.assert(
    fc.asyncProperty(events, platform, fc.nat(2), async (history, numbers, stalled) => {
      const { voting, run } = await caseOf(history, numbers, 0);
      voting.stalled = stalled;
      assert.equal(await run(true, { graceSeconds: 1 }), 'lagging');
      await voting.drain();
      isExact(voting);
      assert.equal(await run(true), 'equal');
    }),
    { numRuns: 100 },
  );
});

test('a recount is taken over at any moment, and no two add the same', async () => {
  await fc.assert(
    fc.asyncProperty(events, platform, damage, fc.nat(150), async (history, numbers, deltas, start) => {
      const { voting, run } = await caseOf(history, numbers, 0, deltas);
      const first = run(true).catch((error: unknown) => {
        assert.ok(error instanceof RecountLost, String(error));
        return 'lost';
      });
      await voting.stir(start);
      await run(true, { ahead: recountMs });
      await first;
      await voting.drain();
      isExact(voting);
    }),
    { numRuns: 100 },
  );
});
