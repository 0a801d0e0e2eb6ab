import { percentile } from '../bench/statistics.ts';
import { type Bands, deviations } from './model.ts';

/** How far each value was from the median of its forecast, in the standard deviations that the bands claim. */
export function straysOf({ median, p90 }: Bands, actual: readonly number[]): number[] {
  return actual.map((value, step) => {
    const middle = Math.log1p(median[step] ?? 0);
    const claimed = (Math.log1p(p90[step] ?? 0) - middle) / deviations.p90;
    const off = Math.abs(Math.log1p(value) - middle);
    return off === 0 ? 0 : off / claimed;
  });
}

/** The share of values that lie within `p10` and `p90`. */
const inner = 0.8;

/**
 * How much wider bands must be to have held as many values as they claim. Never narrower: the next weeks may be wilder
 * than the last ones.
 */
export function wideningOf(strays: readonly number[]): number {
  const needed = percentile(strays, inner) / deviations.p90;
  return Number.isFinite(needed) ? Math.max(1, needed) : 1;
}
