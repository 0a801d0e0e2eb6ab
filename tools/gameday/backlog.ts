import { setTimeout as pause } from 'node:timers/promises';
import type { Runtime } from '../../local/runtime.ts';

/** Work that waits, once a second. */
export interface Backlog {
  /** Accepted responses that are not recorded, of all regions. */
  readonly queued: readonly number[];
  /** Writes that another region doesn't have yet. */
  readonly unreplicated: readonly number[];
  stop(): Promise<void>;
}

/**
 * Looks at what waits, by the seconds of a clock.
 * @param clock seconds from the beginning, which may lie ahead
 */
export function watchBacklog(runtime: Runtime, clock: () => number): Backlog {
  const queued: number[] = [];
  const unreplicated: number[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async () => {
    while (!signal.aborted) {
      const second = Math.floor(clock());
      if (second >= 0) {
        queued[second] = Object.values(runtime.queueDepths('Accepted')).reduce((sum, depth) => sum + depth, 0);
        unreplicated[second] = runtime.pendingReplications();
      }
      await pause(msToNext(clock()), undefined, { signal }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    queued,
    unreplicated,
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}

function msToNext(second: number): number {
  return (Math.floor(second) + 1 - second) * 1_000;
}
