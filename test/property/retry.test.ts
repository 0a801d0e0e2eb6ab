import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextAttempt, pauseOf } from '../../domain/webhooks/retry.ts';
import { seededRandom } from '../../tools/random.ts';

const second = 1_000;
const day = 86_400 * second;
const plan = { totalMs: day };
/** From 0 up to, not including, 1. */
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a message is tried again and again for a day, the last time at its very end', () => {
  fc.assert(
    fc.property(fc.nat(4_000_000_000), fc.nat(), fc.nat(10_000), (since, seed, takesMs) => {
      const random = seededRandom(seed);
      let last = since;
      let failures = 1;
      for (;;) {
        const due = nextAttempt(plan, { failures, since, now: last + takesMs }, random);
        if (due === undefined) break;
        assert.ok(due > last, 'never at once');
        last = due;
        failures += 1;
      }
      // What would begin after the end isn't begun.
      assert.ok(last <= since + day && last >= since + day - takesMs, `${last - since} ms`);
      assert.ok(failures > 12 && failures < 100, `${failures} attempts`);
    }),
    { numRuns: 500 },
  );
});

test('each wait is a random share of one that doubles from 10 s up to three hours', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), share, (failures, drawn) => {
      const due = nextAttempt(plan, { failures, since: 0, now: 1 }, () => drawn);
      const ceiling = Math.min(10 * second * 2 ** (failures - 1), 3 * 3_600 * second);
      assert.ok(due !== undefined && due - 1 >= second && due - 1 <= ceiling, `${due} of ${ceiling}`);
      assert.ok(Math.abs(due - 1 - (second + drawn * (ceiling - second))) <= 1);
    }),
  );
});

test('an endpoint is left alone from the third failure in a row on, for a quarter of an hour at most', () => {
  fc.assert(
    fc.property(fc.nat(100), share, (streak, drawn) => {
      const pause = pauseOf(plan, streak, () => drawn);
      if (streak < 3) assert.equal(pause, 0);
      else assert.ok(pause >= second && pause <= 900 * second, String(pause));
    }),
  );
});
