import { setTimeout as pause } from 'node:timers/promises';
import type { GameDayFault, Ground } from './faults.ts';

/** When a fault was there, and until when nothing else happened. Seconds from the beginning. */
export interface Window {
  readonly fault: Pick<GameDayFault, 'name' | 'what' | 'inAws'>;
  readonly from: number;
  readonly to: number;
  readonly until: number;
}

/** How long each part takes. Seconds. */
export interface Pace {
  /** Before the first fault. */
  readonly calm: number;
  readonly fault: number;
  /** After each fault. */
  readonly rest: number;
}

/** The length of a game day. Seconds. */
export function lengthOf(faults: number, { calm, fault, rest }: Pace): number {
  return calm + faults * (fault + rest);
}

/**
 * Lets one fault after the other happen at its time, with a rest after each.
 * @param clock seconds from the beginning
 * @returns when each was there; what takes long to begin or end is there from its first moment to its last
 */
export async function perform(
  ground: Ground,
  faults: readonly GameDayFault[],
  pace: Pace,
  { clock, tell }: { clock: () => number; tell: (words: string) => void },
): Promise<Window[]> {
  const until = (seconds: number) => pause(Math.max(0, (seconds - clock()) * 1_000));
  const windows: Window[] = [];
  for (const [index, fault] of faults.entries()) {
    const due = lengthOf(index, pace);
    await until(due);
    const from = clock();
    tell(`${fault.name}: ${fault.what}`);
    await fault.begin(ground);
    await until(due + pace.fault);
    await fault.end(ground);
    const to = clock();
    tell(`${fault.name} is over`);
    windows.push({ fault, from, to, until: due + pace.fault + pace.rest });
  }
  await until(lengthOf(faults.length, pace));
  return windows;
}
