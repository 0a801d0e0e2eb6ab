import { setTimeout as pause } from 'node:timers/promises';

/** The share of a batch's time that is over before its work begins. */
export const idleShare = 0.8;

/** Time as it goes; a test has its own. Milliseconds. */
export interface Clock {
  now(): number;
  pause(ms: number): Promise<unknown>;
}

const real: Clock = { now: () => performance.now(), pause };

/**
 * Has each batch of one poller hold its place for so long, in milliseconds; 0: for its work only. A batch that nobody
 * waited for was there when the place became free, so what the laptop was late since then is made good within the
 * batch's own time.
 */
export function batchPace(ms: number, clock = real): (waited: boolean, work: () => Promise<void>) => Promise<void> {
  if (ms === 0) return (_, work) => work();
  const until = async (time: number) => {
    const left = time - clock.now();
    if (left > 0) await clock.pause(left);
  };
  let freeAt = Number.NEGATIVE_INFINITY;
  return async (waited, work) => {
    const now = clock.now();
    const startedAt = !waited && now - freeAt < ms * idleShare ? freeAt : now;
    freeAt = startedAt + ms;
    await until(startedAt + ms * idleShare);
    await work();
    await until(freeAt);
  };
}
