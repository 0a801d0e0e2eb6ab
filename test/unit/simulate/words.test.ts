import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curveFrom, curveOf, presets } from '../../../tools/simulate/curves.ts';
import { partitionsOf } from '../../../tools/simulate/partitions.ts';
import { peakOf } from '../../../tools/simulate/report.ts';
import { sparkline } from '../../../tools/simulate/sparkline.ts';
import { duration } from '../../../tools/simulate/words.ts';

test('every preset comes to its peak, and a show does so within a second', () => {
  for (const preset of presets) {
    for (const peak of [5, 1_000, 1_000_000]) {
      const curve = curveOf(preset, peak);
      assert.ok(Math.abs(peakOf(curve) / peak - 1) < 1e-9, `${preset} at ${peak}: ${peakOf(curve)}`);
      assert.ok(curve.rate(curve.seconds / 2) >= 0);
    }
  }
  const { rate } = curveOf('show', 1_000_000);
  assert.deepEqual([rate(29), rate(31), rate(50)], [10, 1_000_000, 1_000_000]);
  assert.ok(Math.abs(rate(81) - 500_005) < 1, 'half as many after half a minute');
});

test('a launch grows by the same factor in the same time', () => {
  const { rate } = curveOf('launch', 1_000_000);
  assert.equal(rate(0), 10);
  assert.ok(Math.abs(rate(600) / rate(0) - rate(1_200) / rate(600)) < 1e-6);
  assert.equal(rate(2_000), 1_000_000);
});

test('a curve of one’s own is straight between its lines, and errors name the line', () => {
  const curve = curveFrom('mine.csv', 'seconds,votes\n0,10\n10,110\n20,0\n');
  assert.deepEqual([0, 5, 10, 15, 20, 21].map(curve.rate), [10, 60, 110, 55, 0, 0]);
  assert.equal(curve.seconds, 20);
  assert.throws(() => curveFrom('mine.csv', 'seconds,votes\n0,10\n10,many\n'), /Line 3 of mine.csv/);
  assert.throws(() => curveFrom('mine.csv', 'seconds,votes\n0,10\n10,-1\n'), /Line 3 of mine.csv/);
  assert.throws(() => curveFrom('mine.csv', 'seconds,votes\n10,10\n0,10\n'), /in order of time/);
});

test('keys fall on partitions by a hash: every key on one, and not evenly', () => {
  const groups = partitionsOf(1_024, 1_000);
  assert.ok(Math.abs(groups.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  const most = Math.max(...groups.map(({ share, partitions }) => (share / partitions) * 1_024));
  assert.ok(most >= 4 && most <= 9, `${most} keys in one partition`);
  assert.deepEqual(partitionsOf(16, 1), [{ partitions: 1, share: 1 }]);
});

test('a sparkline is as high as its greatest value, and loses no peak', () => {
  assert.equal(sparkline([0, 0, 0], 3), '   ');
  assert.equal(sparkline([1, 4, 8], 3), '▁▄█');
  const values = Array.from({ length: 3_600 }, (_, second) => (second === 31 ? 9 : 0));
  assert.equal([...sparkline(values, 60)].filter((block) => block === '█').length, 1);
  assert.equal(sparkline(values, 60).length, 60);
});

test('times are rounded before they are taken apart', () => {
  assert.deepEqual([0.04, 9.96, 59.7, 60, 899.7, 3_600].map(duration), [
    '0 s',
    '10 s',
    '1 min',
    '1 min',
    '15 min',
    '60 min',
  ]);
});
