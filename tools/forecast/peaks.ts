import type { ForecastDay } from './days.ts';
import type { Bands } from './model.ts';
import { dayMs, type Series, timeAt } from './series.ts';

/** When much is expected, and how many votes in the busiest second then. */
export interface ExpectedPeak {
  /** When its hour or day begins; milliseconds since 1970. */
  readonly time: number;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
}

const mostPeaks = 5;

/**
 * The highest steps of the bands' median, one a day at most, in the order of time.
 * @param secondShare votes in the busiest second for each vote of a step
 */
export function nextPeaks(series: Series, bands: Bands, secondShare: number): ExpectedPeak[] {
  const all = bands.median.map((median, step) => ({
    time: timeAt(series, series.values.length + step),
    p10: (bands.p10[step] ?? 0) * secondShare,
    median: median * secondShare,
    p90: (bands.p90[step] ?? 0) * secondShare,
  }));
  const days = Map.groupBy(all, ({ time }) => Math.floor(time / dayMs));
  return [...days.values()]
    .flatMap((peaks) => peaks.toSorted(byHeight).slice(0, 1))
    .toSorted(byHeight)
    .slice(0, mostPeaks)
    .toSorted((a, b) => a.time - b.time);
}

/** The highest day of each calendar month (UTC). */
export function monthlyPeaks(days: readonly ForecastDay[]): ExpectedPeak[] {
  const months = Map.groupBy(days, ({ time }) => new Date(time).toISOString().slice(0, 7));
  return [...months.values()].flatMap((all) =>
    all
      .map(({ time, second: { p10, median, p90 } }) => ({ time, p10, median, p90 }))
      .toSorted(byHeight)
      .slice(0, 1),
  );
}

const byHeight = (a: ExpectedPeak, b: ExpectedPeak) => b.median - a.median;
