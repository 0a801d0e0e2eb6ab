import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenBucket } from '../../../local/gateway/throttle.ts';

/** A bucket with a clock that only the test moves. */
function bucket() {
  let time = 0;
  const mayPass = tokenBucket({ rateLimit: 10, burstLimit: 3 }, () => time);
  return {
    /** How many of these requests pass, after this many milliseconds. */
    passed(requests: number, later: number): number {
      time += later;
      return Array.from({ length: requests }, mayPass).filter(Boolean).length;
    },
  };
}

test('a burst passes up to its limit', () => {
  assert.equal(bucket().passed(5, 0), 3);
});

test('after a burst, requests pass at the rate', () => {
  const limited = bucket();
  limited.passed(3, 0);
  assert.equal(limited.passed(5, 100), 1);
  assert.equal(limited.passed(5, 200), 2);
});

test('parts of a token add up, and a refused request costs nothing', () => {
  const limited = bucket();
  limited.passed(3, 0);
  assert.deepEqual(
    [50, 25, 25, 50].map((later) => limited.passed(1, later)),
    [0, 0, 1, 0],
  );
});

test('a long pause never gives more than one burst', () => {
  const limited = bucket();
  limited.passed(1, 0);
  assert.equal(limited.passed(100, 3_600_000), 3);
});

test('each bucket counts for itself', () => {
  const [first, second] = [bucket(), bucket()];
  assert.equal(first.passed(5, 0), 3);
  assert.equal(second.passed(5, 0), 3);
});
