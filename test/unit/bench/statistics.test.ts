import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone, compared, inTurns, reaches } from '../../../tools/bench/figures.ts';
import { median, percentile, ratiosOf, spreadOf } from '../../../tools/bench/statistics.ts';
import { tableOf } from '../../../tools/bench/table.ts';

test('a percentile lies between the two values next to it', () => {
  const values = [40, 10, 30, 20];
  assert.equal(percentile(values, 0), 10);
  assert.equal(percentile(values, 1), 40);
  assert.equal(percentile(values, 0.5), 25);
  assert.ok(Math.abs(percentile(values, 0.99) - 39.7) < 1e-9);
  assert.deepEqual(values, [40, 10, 30, 20], 'the values stay in their order');
});

test('one value is every percentile of itself, and no values have none', () => {
  assert.equal(percentile([7], 0.99), 7);
  assert.equal(median([3, 1, 2]), 2);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

test('a spread holds the middle half of the runs', () => {
  assert.deepEqual(spreadOf([5, 1, 2, 3, 4]), { median: 3, low: 2, high: 4, runs: [5, 1, 2, 3, 4] });
});

test('each run is held against the baseline beside it', () => {
  assert.deepEqual(ratiosOf([2, 30], [1, 10]).runs, [2, 3]);
  assert.throws(() => ratiosOf([1], []), /1 runs stand against 0/);
});

test('a bar is a limit of the figure or of its ratio', () => {
  const figure = compared({ name: 'f', unit: 'ms', runs: { subject: [6, 6], baseline: [4, 4] }, against: 'b' });
  assert.equal(reaches(figure), undefined);
  assert.equal(reaches({ ...figure, bar: { of: 'ratio', atMost: 1.5 } }), true);
  assert.equal(reaches({ ...figure, bar: { of: 'ratio', atMost: 1.4 } }), false);
  assert.equal(reaches({ ...figure, bar: { of: 'value', atLeast: 7 } }), false);
  assert.equal(reaches(alone('f', '/s', [7], { of: 'value', atLeast: 7 })), true);
  assert.equal(reaches(alone('f', '/s', [], { of: 'value', atMost: 7 })), false, 'no figure reaches nothing');
});

test('subject and baseline take turns, and either goes first every other time', async () => {
  const order: string[] = [];
  const run = (name: string) => () => order.push(name);
  const runs = await inTurns(2, run('s'), run('b'));
  assert.deepEqual(order, ['b', 's', 's', 'b']);
  assert.deepEqual(runs, { subject: [2, 3], baseline: [1, 4] });
});

test('a line of the table has the bar, and whether it is reached', () => {
  const bar = { of: 'ratio', atMost: 1.3 } as const;
  const runs = { subject: [1.5, 1.5], baseline: [1, 1] };
  const table = tableOf('warm', [compared({ name: 'a call', unit: 'ms', runs, against: 'b', bar })]);
  assert.match(table, /^warm .*bar\n─+\na call +1\.5 ms +1\.5 to 1\.5 +1 ms +1\.50 × +1\.50 to 1\.50 +≤ 1\.30 × +✗$/);
});
