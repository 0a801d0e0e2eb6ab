import type { TestContext } from 'node:test';

/**
 * Stops the clock for a test; pauses go on as ever.
 * @returns a function that sets it forward
 */
export function stopClock(t: TestContext, now: number): (milliseconds: number) => void {
  t.mock.timers.enable({ apis: ['Date'], now });
  return (milliseconds) => t.mock.timers.setTime(Date.now() + milliseconds);
}
