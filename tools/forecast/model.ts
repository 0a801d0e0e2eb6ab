import { type Growth, growthOf } from './growth.ts';
import { type Deviating, smoothed } from './mstl.ts';
import { seasonalMedian } from './seasonal-median.ts';
import { type Series, seasonsOf } from './series.ts';

/** The shares of outcomes below each line of a forecast. */
export const shares = ['p05', 'p10', 'median', 'p90', 'p95'] as const;
export type Share = (typeof shares)[number];

/** Standard deviations of a normal distribution below which these shares lie. */
export const deviations: Readonly<Record<Share, number>> = {
  p05: -1.6449,
  p10: -1.2816,
  median: 0,
  p90: 1.2816,
  p95: 1.6449,
};

/** What may come, for each step ahead. */
export type Bands = Readonly<Record<Share, readonly number[]>>;

/** Ways to forecast; the back-test chooses among them. */
export const models = {
  season: 'the median of the last four seasons',
  growingSeason: 'the median of the last four seasons, with growth',
  mstl: 'MSTL with exponential smoothing',
} as const;
export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as ModelName[];

/**
 * Forecasts a series. All happens in logarithms, so that growth and season are factors, and no band falls below zero.
 * How far growth may be from what is taken for it widens the bands more and more.
 * @param steps how far ahead
 * @param widening by how much the bands must be wider than the model says, from a back-test
 */
export function forecast(series: Series, steps: number, name: ModelName, widening = 1): Bands {
  const seasons = seasonsOf(series);
  const logs = series.values.map(Math.log1p);
  const growth = growthOf(logs, seasons);
  const ahead = name === 'mstl' ? smoothed(logs, seasons, steps) : ofSeason(logs, seasons, steps, name, growth);
  const line = (share: Share) =>
    ahead.map(({ point, deviation }, step) => {
      const wide = widening * Math.hypot(deviation, growth.error * (step + 1));
      return Math.max(0, Math.expm1(point + deviations[share] * wide));
    });
  return { p05: line('p05'), p10: line('p10'), median: line('median'), p90: line('p90'), p95: line('p95') };
}

/** Without the growth's line, which is then laid back. */
function ofSeason(
  logs: readonly number[],
  seasons: readonly number[],
  steps: number,
  name: ModelName,
  growth: Growth,
): Deviating[] {
  const slope = name === 'growingSeason' ? growth.slope : 0;
  const level = logs.map((value, index) => value - slope * index);
  return seasonalMedian(level, seasons.at(-1) ?? 1, steps).map(({ point, deviation }, step) => ({
    point: point + slope * (logs.length + step),
    deviation,
  }));
}
