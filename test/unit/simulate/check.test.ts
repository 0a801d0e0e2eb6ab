import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agrees, type Course, compare } from '../../../tools/simulate/check/compare.ts';
import { agesIn, timesOf } from '../../../tools/simulate/check/measure.ts';
import { predict } from '../../../tools/simulate/check/predict.ts';
import { unlimited } from './settings.ts';

const course = (scale: number, ages: readonly number[]): Course => ({
  backlog: [0, 10 * scale, 20 * scale],
  counted: ages.map((age, index) => ({ at: index, age, amount: 1 })),
});

test('a comparison has the figures that one finds by hand, as shares of what was measured', () => {
  const comparisons = compare(course(1.1, [2, 4, 6, 8]), course(1, [2, 4, 6, 10]));
  const figures = comparisons.map(({ what, predicted, measured, difference }) => [
    what,
    predicted,
    measured,
    difference,
  ]);
  const rounded = figures.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? Math.round(cell * 1_000) / 1_000 : cell)),
  );
  assert.deepEqual(rounded, [
    ['backlog, mean', 11, 10, 0.1],
    ['backlog, greatest', 22, 20, 0.1],
    ['from 202 to the results, mean', 5, 5.5, -0.091],
    ['from 202 to the results, p90', 8, 10, -0.2],
    ['last vote counted after', 3, 3, 0],
  ]);
  assert.equal(agrees(comparisons), false, 'one figure is off by a fifth');
  assert.equal(agrees(comparisons.filter(({ what }) => !what.endsWith('p90'))), true);
});

test('too little is as wrong as too much, and something is no prediction of nothing', () => {
  const of = (difference: number) => [{ what: '', unit: 's' as const, predicted: 0, measured: 0, difference }];
  assert.deepEqual(
    [-0.16, -0.15, 0.15, 0.16].map((difference) => agrees(of(difference))),
    [false, true, true, false],
  );
  const nothing: Course = { backlog: [0], counted: [] };
  assert.equal(agrees(compare(nothing, nothing)), true);
  assert.equal(agrees(compare(course(1, [1]), nothing)), false);
});

test('votes are due when the integral of the rate says so', () => {
  const times = timesOf({ name: '', what: '', seconds: 10, rate: (time) => 2 * time });
  assert.equal(times.length, 100);
  for (const [index, time] of times.entries())
    assert.ok(Math.abs(time - Math.sqrt(index + 0.5)) < 0.01, `${index}: ${time}`);
});

test('ages are read from the lines that CloudWatch would read, since a moment', () => {
  const line = (at: number, ages: readonly number[]) => JSON.stringify({ _aws: { Timestamp: at }, ResultsAge: ages });
  const log = ['{"message":"something else"}', line(900, [1]), line(1_000, [10, 20]), line(1_100, [30]), ''].join('\n');
  assert.deepEqual(agesIn(log, 1_000), [
    { at: 1_000, ages: [10, 20] },
    { at: 1_100, ages: [30] },
  ]);
});

test('a prediction starts from when votes were really accepted', () => {
  const settings = {
    ...unlimited,
    record: { ...unlimited.record, duration: { seconds: 1, perItem: 0 }, batchSize: 1 },
  };
  // A place that takes one vote a second: three that come together wait for each other.
  const { backlog, counted } = predict(settings, { votes: 3, accepted: [0.01, 0.02, 0.03], seconds: 6 });
  assert.deepEqual(
    counted.map(({ age }) => Math.round(age)),
    [1, 2, 3],
  );
  assert.deepEqual(
    backlog.map((votes) => Math.round(votes)),
    [2, 1, 0, 0, 0, 0],
  );
});
