import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../../domain/problem.ts';
import { Counters, tellEveryMs, telling } from '../../../functions/middleware/counters.ts';
import type { writeMetrics } from '../../../functions/middleware/metrics.ts';
import { countOutcomes } from '../../../functions/responses/count-outcomes.ts';

/** Counters with a clock that the test sets, and the lines that they write. */
function counting() {
  const clock = { now: 1_000_000 };
  const lines: Parameters<typeof writeMetrics>[] = [];
  const counters = new Counters(
    () => clock.now,
    (...line) => {
      // As the real one, which leaves out an empty line.
      if (Object.keys(line[0]).length > 0) lines.push(line);
    },
  );
  return { clock, lines, counters };
}

test('an instance tells with its first event, and then once a minute at most', () => {
  const { clock, lines, counters } = counting();
  for (let event = 0; event < 600; event += 1) {
    counters.count('Accepted');
    counters.tell();
    clock.now += 1_000;
  }
  assert.deepEqual(
    lines.map(([{ Accepted }]) => Accepted),
    [1, ...Array.from({ length: 9 }, () => 60)],
  );
});

test('what was counted before an instance was frozen is told at the time when it was', () => {
  const { clock, lines, counters } = counting();
  counters.count('Recorded');
  counters.tell();
  clock.now += 10;
  counters.count('Recorded');
  counters.tell();
  clock.now += 3_600_000;
  counters.count('Recorded');
  counters.tell();
  assert.deepEqual(lines, [
    [{ Recorded: 1 }, { timestamp: 1_000_000 }],
    [{ Recorded: 2 }, { timestamp: 1_000_010 }],
  ]);
});

test('nothing is told twice, and less than a minute’s worth is ever untold', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 * tellEveryMs), { minLength: 1 }), (pauses) => {
      const { clock, lines, counters } = counting();
      let times: number[] = [];
      for (const pause of pauses) {
        clock.now += pause;
        counters.count('Accepted');
        times.push(clock.now);
        counters.tell();
      }
      const told = lines.reduce((sum, [{ Accepted = 0 }]) => sum + Number(Accepted), 0);
      times = times.slice(told);
      assert.ok(told <= pauses.length);
      assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) < tellEveryMs);
    }),
  );
});

test('a refusal is counted by its reason, one that is not known as other, and a fault of ours not at all', async () => {
  const { clock, lines, counters } = counting();
  const outcomes: readonly (Error | undefined)[] = [
    undefined,
    new Problem('poll-not-open', ''),
    new Problem('poll-not-open', ''),
    new Problem('missing-scope', ''),
    new Error('The queue is gone'),
  ];
  counters.count('PollsRead');
  counters.tell();
  lines.length = 0;
  const answer = countOutcomes(counters, async (error: Error | undefined) => {
    if (error) throw error;
    return 202;
  });
  for (const outcome of outcomes) {
    const asked = answer(outcome);
    if (outcome) await assert.rejects(asked, outcome);
    else assert.equal(await asked, 202);
  }
  clock.now += tellEveryMs;
  counters.tell();
  assert.deepEqual(
    lines.map(([values, given]) => [values, given?.reason]),
    [
      [{ Accepted: 1 }, undefined],
      [{ Refused: 2 }, 'poll-not-open'],
      [{ Refused: 1 }, 'other'],
    ],
  );
});

test('it is told after a call that fails, too', async () => {
  const { lines, counters } = counting();
  const answer = telling(counters, async () => {
    counters.count('PollsRead');
    throw new Error('no');
  });
  await assert.rejects(answer());
  assert.equal(lines.length, 1);
});
