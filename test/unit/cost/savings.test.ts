import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountOf } from '../../../tools/cost/bill.ts';
import { suggestedBudget } from '../../../tools/cost/month/budget.ts';
import { priceTables, regions } from '../../../tools/cost/prices.ts';
import { bestCommitment, savedBy } from '../../../tools/cost/savings/commitment.ts';
import { rightSize, workedOut } from '../../../tools/cost/savings/memory.ts';
import { ranked, type Saving, together } from '../../../tools/cost/savings/saving.ts';

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);

test('each tier costs its own price, and what is below the first knows none', () => {
  const price = { usd: 1, per: 10, source: '', standing: 'quoted' as const, tiers: [{ from: 100, usd: 0.5 }] };
  near(amountOf(50, price), 5);
  near(amountOf(100, price), 10);
  near(amountOf(300, price), 10 + 10);
  near(amountOf(400e6, priceTables['us-east-1'].httpApiRequests), 300 + 90);
});

test('tiers get cheaper, one after the other', () => {
  for (const region of regions) {
    for (const [unit, { usd, tiers = [] }] of Object.entries(priceTables[region])) {
      const steps = [{ from: 0, usd }, ...tiers];
      const isFalling = steps.every((step, index) => {
        const before = steps[index - 1];
        return before === undefined || (before.from < step.from && before.usd > step.usd);
      });
      assert.ok(isFalling, `${region} ${unit}`);
    }
  }
});

test('a commitment is as high as it is used in enough hours, and none where they are too few', () => {
  // Used in every hour: all of 4 at half its price.
  assert.equal(bestCommitment([4, 4, 8], 0.5), 4);
  // 8 is used in a third of hours, and would have to be in half of them.
  near(savedBy(4, [4, 4, 8], 0.5), 2);
  assert.equal(bestCommitment([0, 0, 9], 0.5), 0);
  assert.equal(bestCommitment([150, 150, 150], 0.5, 100), 100);
  // The second block is used by half: with a discount of more than that it is worth it.
  assert.equal(bestCommitment([150, 150, 150], 0.54, 100), 200);
});

test('no other level saves more than the best one', () => {
  const hours = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 168 });
  fc.assert(
    fc.property(
      hours,
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      fc.integer({ min: 0, max: 1_000 }),
      (...given) => {
        const [used, discount, level] = given;
        const best = bestCommitment(used, discount);
        assert.ok(savedBy(best, used, discount) >= savedBy(level, used, discount) - 1e-9);
      },
    ),
  );
});

test('computing is stretched by the share of a processor, waiting is not', () => {
  const points = workedOut({ ms: 6, cpuMs: 1 });
  assert.deepEqual(
    points.map(({ memoryMb, ms }) => [memoryMb, Number(ms.toFixed(3))]),
    [
      [256, 11.91],
      [512, 8.455],
      [1_024, 6.728],
      [1_769, 6],
    ],
  );
});

const functionWith = (points: readonly { memoryMb: number; ms: number; mostUsedMb?: number }[]) => ({
  name: 'submitResponse',
  memoryMb: 512,
  calls: { median: 1, p90: 1 },
  points,
  initMs: 0,
  isSeen: true,
});

test('the cheapest memory is taken that is quick enough and has room', () => {
  const points = [
    { memoryMb: 128, ms: 90, mostUsedMb: 100 },
    { memoryMb: 256, ms: 14 },
    { memoryMb: 512, ms: 10 },
    { memoryMb: 1_024, ms: 4.9 },
  ];
  // 128 MB would take too long; 1024 for 4.9 ms are less than 512 for 10, and 256 for 14 the least.
  assert.equal(rightSize(functionWith(points), 1.5)?.best.memoryMb, 256);
  assert.equal(rightSize(functionWith(points), 1.3)?.best.memoryMb, 1_024);
  const full = points.map((point) => ({ ...point, mostUsedMb: 230 }));
  assert.equal(rightSize(functionWith(full), 1.5)?.best.memoryMb, 1_024);
  assert.equal(rightSize(functionWith(points.slice(0, 2)), 1.5), undefined);
});

const saving = (id: string, median: number, group: string, risk: Saving['risk'] = 'low'): Saving => ({
  ...{ id, name: id, risk, because: '', action: '', detail: '', source: '', standing: 'aws', group },
  saved: { median, p90: 2 * median },
});

test('what saves most comes first; of a group only the best counts, and nothing that risks much', () => {
  const all = [
    saving('a', 1, 'x'),
    saving('b', 5, 'x'),
    saving('c', 3, 'y'),
    saving('d', 9, 'z', 'high'),
    saving('e', -2, 'w'),
    saving('f', 0.001, 'v'),
  ];
  const ids = (savings: readonly Saving[]) => savings.map(({ id }) => id).join('');
  assert.deepEqual([ids(ranked(all).worth), ids(ranked(all).not)], ['dbca', 'fe']);
  assert.deepEqual(together(all), { median: 8, p90: 16 });
});

test('a budget has two digits and a fifth to spare, however much or little a month costs', () => {
  assert.deepEqual([0, 0.5, 10, 198.18, 1_000, 83_000].map(suggestedBudget), [1, 1, 12, 240, 1_200, 100_000]);
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e7, noNaN: true }), (usd) => {
      const budget = suggestedBudget(usd);
      assert.ok(budget >= usd * 1.2 * (1 - 1e-9) && budget <= usd * 1.2 * 1.1 + 1e-9, `${usd}: ${budget}`);
    }),
  );
});
