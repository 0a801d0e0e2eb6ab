import { median } from '../bench/statistics.ts';

/** How fast something grows: the slope of a straight line, by step. */
export interface Growth {
  readonly slope: number;
  /** Its standard error. */
  readonly error: number;
  /** Whether the slope is told from none: beyond twice its error. */
  readonly isClear: boolean;
}

/** Fewer bins say nothing of a trend. */
const leastBins = 6;

/**
 * A straight line by least squares through the medians of whole seasons, which takes the season out. Neighbours tend to
 * lie on the same side of a line, which makes its slope look surer than it is: so the error is widened by their
 * correlation, as for an autoregression of order one.
 * @param seasons lengths in steps, ascending
 */
export function growthOf(values: readonly number[], seasons: readonly number[]): Growth {
  const steps = seasons.findLast((season) => values.length >= leastBins * season) ?? seasons[0] ?? 1;
  const bins = binned(values, steps);
  if (bins.length < leastBins) return { slope: 0, error: 0, isClear: false };
  const middle = (bins.length - 1) / 2;
  const mean = sum(bins) / bins.length;
  const squares = sum(bins.map((_, index) => (index - middle) ** 2));
  const slope = sum(bins.map((value, index) => (index - middle) * (value - mean))) / squares;
  const rest = bins.map((value, index) => value - mean - slope * (index - middle));
  const spread = sum(rest.map((value) => value ** 2));
  const together = sum(rest.slice(1).map((value, index) => value * (rest[index] ?? 0)));
  const correlation = spread === 0 ? 0 : Math.min(0.9, Math.max(0, together / spread));
  const widened = (1 + correlation) / (1 - correlation);
  const error = Math.sqrt((spread / (bins.length - 2) / squares) * widened);
  return { slope: slope / steps, error: error / steps, isClear: Math.abs(slope) > 2 * error };
}

/** Medians over whole bins, the newest at the end; one wild day must not tilt a line. */
function binned(values: readonly number[], steps: number): number[] {
  const count = Math.floor(values.length / steps);
  const rest = values.length - count * steps;
  return Array.from({ length: count }, (_, bin) => median(values.slice(rest + bin * steps, rest + (bin + 1) * steps)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
