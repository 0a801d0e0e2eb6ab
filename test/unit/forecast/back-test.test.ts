import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverage, mase, smape } from '../../../tools/forecast/accuracy.ts';
import { backTest } from '../../../tools/forecast/back-test.ts';
import { naive, seasonalNaive } from '../../../tools/forecast/baselines.ts';
import { straysOf, wideningOf } from '../../../tools/forecast/calibration.ts';
import { verdictOf } from '../../../tools/forecast/verdict.ts';
import { seededRandom } from '../../../tools/random.ts';
import { madeUp } from './synthetic.ts';

test('errors are those that one finds by hand', () => {
  // Within the history the season of two misses by 2, 2 and 2; the forecast misses by 1 and 3.
  assert.equal(mase([8, 8], [9, 11], [1, 2, 3, 4, 5], 2), 1);
  assert.equal(mase([5], [5], [1, 1, 1], 1), 0);
  assert.equal(mase([5], [6], [1, 1, 1], 1), Number.POSITIVE_INFINITY);
  assert.equal(smape([1, 0, 3], [3, 0, 1]), 2 / 3);
  assert.equal(coverage([1, 1, 1, 1], [2, 2, 2, 2], [0, 1, 2, 3]), 0.5);
});

test('the naive forecasts repeat the last value and the last season', () => {
  assert.deepEqual(naive([1, 2, 3], 2), [3, 3]);
  assert.deepEqual(seasonalNaive([1, 2, 3, 4], 5, 3), [2, 3, 4, 2, 3]);
});

test('where nothing can be foreseen it says that it is no better', () => {
  const random = seededRandom(3);
  let level = 1_000;
  const values = Array.from({ length: 200 }, () => {
    level += (random() - 0.5) * 100;
    return level;
  });
  const tested = backTest({ ...madeUp({ days: 1, growth: 0, swing: 0, noise: 0, seed: 1 }), values });
  const { isBetter, sentence } = verdictOf(tested);
  assert.equal(isBetter, tested.model.mase <= 0.99 * Math.min(tested.naive.mase, tested.seasonalNaive.mase));
  assert.equal(isBetter, false, sentence);
  assert.match(sentence, /^No better than the naive forecast .*Repeating the past/);
});

test('what repeats itself exactly is forecast exactly, and no better for it', () => {
  const values = Array.from({ length: 70 }, (_, day) => 100 + (day % 7));
  const tested = backTest({ ...madeUp({ days: 1, growth: 0, swing: 0, noise: 0, seed: 1 }), values });
  assert.equal(tested.seasonalNaive.mase, 0);
  assert.equal(verdictOf(tested).isBetter, false);
});

test('a growth of a percent a day is foreseen better than by repeating the past', () => {
  const tested = backTest(madeUp({ days: 200, growth: 0.01, swing: 0.3, noise: 0.05, seed: 9 }));
  assert.equal(verdictOf(tested).isBetter, true, verdictOf(tested).sentence);
  assert.notEqual(tested.chosen, 'season');
});

test('no forecast of a back-test looks ahead', () => {
  const series = madeUp({ days: 112, growth: 0, swing: 0.3, noise: 0.1, seed: 4 });
  const told: string[] = [];
  const first = backTest(series, (done, of) => told.push(`${done}/${of}`));
  assert.deepEqual(told, ['1/2', '2/2']);
  // Were the last four weeks known, the wild ones would be forecast as well as the tame ones.
  const wild = { ...series, values: series.values.map((value, day) => (day < 84 ? value : value * 100)) };
  assert.ok(backTest(wild).model.mase > 20 * first.model.mase);
});

test('bands that held too little are widened by what it takes, and never narrowed', () => {
  const line = (value: number) => new Array<number>(10).fill(value);
  // The logarithm of 1 + the ninth decile lies one standard deviation of 1.2816 above that of the median.
  const bands = { p05: line(0), p10: line(0), median: line(0), p90: line(Math.expm1(1.2816)), p95: line(9) };
  const strays = straysOf(
    bands,
    Array.from({ length: 10 }, (_, value) => Math.expm1(value)),
  );
  assert.deepEqual(strays.map(Math.round), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.ok(Math.abs(wideningOf(strays) - 7.2 / 1.2816) < 1e-9);
  assert.equal(wideningOf([0.1, 0.2]), 1);
  assert.equal(wideningOf([]), 1);
});

test('the bands of a noisy growth hold what they claim, whichever model is chosen', () => {
  const tested = backTest(madeUp({ days: 365, growth: 0.006, swing: 0.3, noise: 0.2, seed: 11 }));
  assert.ok(tested.within80 > 0.72 && tested.within80 < 0.93, `${tested.within80}`);
  assert.ok(tested.within90 > 0.83, `${tested.within90}`);
});
