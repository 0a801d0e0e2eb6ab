import { median, percentile } from '../bench/statistics.ts';
import type { Deviating } from './mstl.ts';

/** Seasons of which the median is taken: enough to pass over one odd week, few enough to follow. */
const seasonsKept = 4;
/** How many seasons ahead its errors are looked at. */
const farthest = 8;
/** The share of a normal distribution within one and 1.2816 standard deviations. */
const inner = { share: 0.8, deviations: 1.2816 } as const;

/**
 * For each step ahead the median of the same step of the last four seasons. How far it was off in the past, one season
 * ahead and several, says how far it may be off: the variance grows with time as that of a level that wanders.
 * @param season its length in steps
 */
export function seasonalMedian(values: readonly number[], season: number, steps: number): Deviating[] {
  const { first, later } = variances(values, season);
  return Array.from({ length: steps }, (_, step) => ({
    point: lastMedian(values, values.length + step, season, Math.floor(step / season) + 1),
    deviation: Math.sqrt(first + later * Math.floor(step / season)),
  }));
}

/** The median of the values at a place's season, from so many seasons before it. */
function lastMedian(values: readonly number[], place: number, season: number, ahead: number): number {
  const kept = Array.from({ length: seasonsKept }, (_, back) => values[place - (ahead + back) * season]);
  return median(kept.filter((value) => value !== undefined));
}

/** Of errors one season ahead, and how much is added with each further season. */
function variances(values: readonly number[], season: number): { first: number; later: number } {
  const whole = Math.floor(values.length / season);
  const seen = Math.max(1, Math.min(farthest, whole - seasonsKept - 1));
  const [first = 0, ...others] = Array.from({ length: seen }, (_, index) => variance(values, season, index + 1));
  const last = others.at(-1) ?? first;
  return { first, later: Math.max(0, last - first) / Math.max(1, seen - 1) };
}

/** From the middle of the errors, so that one wild day doesn't widen all bands. */
function variance(values: readonly number[], season: number, ahead: number): number {
  const from = Math.min(values.length - season, (ahead + seasonsKept - 1) * season);
  const errors = values
    .slice(Math.max(from, ahead * season))
    .map((value, index) => Math.abs(value - lastMedian(values, Math.max(from, ahead * season) + index, season, ahead)));
  return (percentile(errors, inner.share) / inner.deviations) ** 2;
}
