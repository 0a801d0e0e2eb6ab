import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arrivals, shapeNames, stretchesOf, votesIn } from '../../../tools/load/shapes.ts';
import { seededRandom } from '../../../tools/random.ts';

const total = (shape: (typeof shapeNames)[number], peak: number, seconds: number) =>
  stretchesOf(shape, peak, seconds).reduce((sum, stretch) => sum + votesIn(stretch, stretch.seconds), 0);

test('every shape is as long as it was told, and never above its peak', () => {
  for (const shape of shapeNames) {
    const stretches = stretchesOf(shape, 100, 60);
    const length = stretches.reduce((sum, { seconds }) => sum + seconds, 0);
    assert.ok(Math.abs(length - 60) < 1e-9, shape);
    assert.equal(Math.max(...stretches.flatMap(({ from, to }) => [from, to])), 100, shape);
  }
});

test('as many votes come as the area below a shape says', () => {
  assert.equal(total('steady', 50, 60), 3_000);
  // A triangle of 48 s, and 12 s on top.
  assert.equal(total('ramp', 50, 60), 1_800);
  // A hundredfold in 85 s is a mean of 99 / ln 100 hundredths of the peak.
  const launch = 85 * 100 * (0.99 / Math.log(100)) + 15 * 100;
  assert.ok(Math.abs(total('launch', 100, 100) - launch) < 1e-6);
});

test('voters come in order, within the time, and as many as are expected, give or take chance', () => {
  const inputs = fc.record({
    shape: fc.constantFrom(...shapeNames),
    peak: fc.integer({ min: 5, max: 200 }),
    seconds: fc.integer({ min: 10, max: 120 }),
    seed: fc.nat(1_000_000),
  });
  fc.assert(
    fc.property(inputs, ({ shape, peak, seconds, seed }) => {
      const times = arrivals(stretchesOf(shape, peak, seconds), seededRandom(seed));
      const expected = total(shape, peak, seconds);
      assert.ok(Math.abs(times.length - expected) <= 6 * Math.sqrt(expected) + 1, `${times.length} of ${expected}`);
      for (const [index, time] of times.entries()) {
        assert.ok(time >= (times[index - 1] ?? 0) && time <= seconds + 1e-6);
      }
    }),
  );
});

test('by any moment as many voters have come as the shape below it says', () => {
  for (const shape of shapeNames) {
    const stretches = stretchesOf(shape, 500, 100);
    const times = arrivals(stretches, seededRandom(8));
    for (let moment = 5; moment <= 100; moment += 5) {
      let begin = 0;
      let expected = 0;
      for (const stretch of stretches) {
        expected += votesIn(stretch, Math.max(0, moment - begin));
        begin += stretch.seconds;
      }
      const come = times.filter((time) => time <= moment).length;
      assert.ok(Math.abs(come - expected) <= 6 * Math.sqrt(expected), `${shape}, ${moment} s: ${come} of ${expected}`);
    }
  }
});

test('short stretches bring no voters of their own', () => {
  const stretches = Array.from({ length: 2_000 }, () => ({ seconds: 1, from: 0.1, to: 0.1, change: 'even' }) as const);
  const { length } = arrivals(stretches, seededRandom(5));
  assert.ok(length > 140 && length < 260, String(length));
});

test('a spike comes when the show says so: most votes within a fifth of the time', () => {
  const times = arrivals(stretchesOf('spike', 100, 100), seededRandom(1));
  const within = (from: number, to: number) => times.filter((time) => time >= from && time < to).length;
  assert.ok(within(20, 40) > within(40, 100) && within(20, 40) > 10 * within(0, 20));
});

test('the same seed brings the same voters', () => {
  const drawn = (seed: number) => arrivals(stretchesOf('ramp', 20, 10), seededRandom(seed));
  assert.deepEqual(drawn(3), drawn(3));
  assert.notDeepEqual(drawn(3), drawn(4));
});
