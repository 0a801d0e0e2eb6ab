import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverage, mean } from '../../../tools/forecast/accuracy.ts';
import { growthOf } from '../../../tools/forecast/growth.ts';
import { forecast, modelNames } from '../../../tools/forecast/model.ts';
import { expected, firstDays, madeUp } from './synthetic.ts';

const ahead = 56;

test('growth and season of a made-up history are found again, eight weeks ahead', () => {
  const series = madeUp({ days: 140, growth: 0.01, swing: 0.4, noise: 0.02, seed: 1 });
  const { median } = forecast(series, ahead, 'growingSeason');
  const truth = Array.from({ length: ahead }, (_, step) => Math.exp(expected(140 + step, 0.01, 0.4)));
  for (const [step, value] of median.entries()) {
    assert.ok(Math.abs(value / (truth[step] ?? 0) - 1) < 0.05, `${step}: ${value} for ${truth[step]}`);
  }
});

test('MSTL finds the season of a level that stays', () => {
  const { median } = forecast(madeUp({ days: 140, growth: 0, swing: 0.4, noise: 0.02, seed: 2 }), 28, 'mstl');
  for (const [step, value] of median.entries()) {
    assert.ok(Math.abs(Math.log(value) - expected(140 + step, 0, 0.4)) < 0.1, `${step}: ${value}`);
  }
});

test('growth is clear where there is some, and not where there is none', () => {
  const clear = (growth: number) =>
    Array.from({ length: 20 }, (_, seed) => madeUp({ days: 140, growth, swing: 0.3, noise: 0.2, seed })).filter(
      ({ values }) => growthOf(values.map(Math.log), [7]).isClear,
    ).length;
  assert.equal(clear(0.01), 20);
  assert.ok(clear(0) <= 3, `${clear(0)} of 20 are taken for growth`);
});

test('the true growth lies within twice its error mostly', () => {
  const within = Array.from({ length: 40 }, (_, seed) => {
    const { values } = madeUp({ days: 120, growth: 0.004, swing: 0.3, noise: 0.2, seed });
    const { slope, error } = growthOf(values.map(Math.log), [7]);
    return Math.abs(slope - 0.004) < 2 * error ? 1 : 0;
  });
  assert.ok(mean(within) >= 0.85, `${mean(within)}`);
});

for (const name of ['season', 'growingSeason'] as const) {
  test(`the bands of ${name} hold about as many values as they say`, () => {
    const runs = Array.from({ length: 40 }, (_, seed) => {
      const growth = name === 'season' ? 0 : 0.005;
      const all = madeUp({ days: 168, growth, swing: 0.3, noise: 0.2, seed: seed + 100 });
      const bands = forecast(firstDays(all, 140), 28, name);
      const actual = all.values.slice(140);
      const over = mean(actual.map((value, step) => (value > (bands.p90[step] ?? 0) ? 1 : 0)));
      return [coverage(bands.p10, bands.p90, actual), coverage(bands.p05, bands.p95, actual), over] as const;
    });
    const [within80, within90, above] = [0, 1, 2].map((index) => mean(runs.map((run) => run[index] ?? 0)));
    assert.ok(Math.abs((within80 ?? 0) - 0.8) < 0.07, `80 %: ${within80}`);
    assert.ok(Math.abs((within90 ?? 0) - 0.9) < 0.06, `90 %: ${within90}`);
    assert.ok(Math.abs((above ?? 0) - 0.1) < 0.05, `above the ninth decile: ${above}`);
  });
}

test('every way to forecast copes with silence, and stays at or above zero with its lines in order', () => {
  const silent = {
    ...madeUp({ days: 28, growth: 0, swing: 0, noise: 0, seed: 1 }),
    values: new Array<number>(28).fill(0),
  };
  const wild = madeUp({ days: 40, growth: 0, swing: 0, noise: 3, seed: 5 });
  for (const series of [silent, wild]) {
    for (const name of modelNames) {
      const { p05, p10, median, p90, p95 } = forecast(series, 30, name);
      for (const [step, value] of median.entries()) {
        const line = [0, p05[step], p10[step], value, p90[step], p95[step]];
        assert.deepEqual(
          line,
          line.toSorted((a = 0, b = 0) => a - b),
          name,
        );
        assert.ok(line.every(Number.isFinite), name);
      }
    }
  }
});
