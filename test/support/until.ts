import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again until a condition holds.
 * @returns what was seen then; fails the test when it takes longer than `seconds`
 */
export async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    assert.ok(Date.now() < end, `not after ${seconds} s: ${JSON.stringify(seen)}`);
    await pause(50);
  }
}
