import { readFileSync } from 'node:fs';
import { initSync, MSTL } from '@bsull/augurs/mstl';

initSync({ module: readFileSync(new URL('mstl_bg.wasm', import.meta.resolve('@bsull/augurs/mstl'))) });

/** A forecast of one step and its standard deviation. */
export interface Deviating {
  readonly point: number;
  readonly deviation: number;
}

/** The share of outcomes that the library is asked for, and the standard deviations that this is to each side. */
const asked = { level: 0.8, deviations: 1.2816 } as const;

/**
 * Takes the seasons apart by MSTL (Bandara, Hyndman and Bergmeir, 2021) and smooths what remains exponentially, with a
 * trend where one fits, as the library augurs does.
 * @param seasons lengths in steps, ascending, each seen twice at least
 */
export function smoothed(values: readonly number[], seasons: readonly number[], steps: number): Deviating[] {
  const model = MSTL.ets([...seasons]);
  try {
    model.fit([...values]);
    const { point, intervals } = model.predict(steps, asked.level);
    if (!intervals) throw new Error('The model gives no intervals.');
    return point.map((value, step) => ({
      point: value,
      deviation: ((intervals.upper[step] ?? value) - value) / asked.deviations,
    }));
  } finally {
    // What WebAssembly holds is never collected.
    model.free();
  }
}
