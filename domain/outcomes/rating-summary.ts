import type { RatingSummary } from '../../contracts/results.ts';

/**
 * Mean, median, standard deviation and, where asked for, the Net Promoter Score of a histogram.
 * @param counts how often each value was given
 */
export function summarizeRatings(counts: ReadonlyMap<number, number>, nps: boolean): RatingSummary {
  const values = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const respondents = sum(values.map(([, count]) => count));
  if (respondents === 0) return {};
  const mean = sum(values.map(([value, count]) => value * count)) / respondents;
  const variance = sum(values.map(([value, count]) => count * (value - mean) ** 2)) / respondents;
  return {
    mean,
    median: (nth(values, Math.floor((respondents - 1) / 2)) + nth(values, Math.floor(respondents / 2))) / 2,
    standardDeviation: Math.sqrt(variance),
    ...(nps ? { nps: netPromoterScore(values, respondents) } : {}),
  };
}

/** Promoters answer 9 or 10, detractors 0 to 6 (Reichheld, "The One Number You Need to Grow", 2003). */
function netPromoterScore(values: readonly (readonly [number, number])[], respondents: number): number {
  const promoters = sum(values.map(([value, count]) => (value >= 9 ? count : 0)));
  const detractors = sum(values.map(([value, count]) => (value <= 6 ? count : 0)));
  return (100 * (promoters - detractors)) / respondents;
}

/** The value at a position, from 0, of all values in ascending order. */
function nth(values: readonly (readonly [number, number])[], position: number): number {
  let before = 0;
  for (const [value, count] of values) {
    before += count;
    if (position < before) return value;
  }
  throw new RangeError(`There is no value at position ${position}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
