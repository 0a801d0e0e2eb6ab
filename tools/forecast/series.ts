/** Values at equal distances in time. */
export interface Series {
  /** When the first value's step begins; milliseconds since 1970. */
  readonly start: number;
  readonly stepMs: number;
  readonly values: readonly number[];
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** When the step of a value begins; milliseconds since 1970. Those behind the last one may be asked for too. */
export function timeAt({ start, stepMs }: Pick<Series, 'start' | 'stepMs'>, index: number): number {
  return start + index * stepMs;
}

/**
 * The seasons that a series may have, in steps: day and week of hours, week of days. One that was not seen twice is
 * none. A year isn't looked for: three of them would be needed to tell it from growth.
 */
export function seasonsOf({ stepMs, values }: Pick<Series, 'stepMs' | 'values'>): readonly number[] {
  const known = stepMs === hourMs ? [24, 168] : [7];
  return known.filter((steps) => values.length >= 2 * steps);
}

/** The busiest hour of each whole day (UTC) of an hourly series. */
export function dailyPeaks(hours: Series): Series {
  return byDay(hours, (values) => Math.max(...values));
}

/** What each whole day (UTC) of an hourly series adds up to. */
export function dailyTotals(hours: Series): Series {
  return byDay(hours, (values) => values.reduce((sum, value) => sum + value, 0));
}

function byDay({ start, values }: Series, fold: (values: readonly number[]) => number): Series {
  const firstDay = Math.ceil(start / dayMs) * dayMs;
  const skipped = (firstDay - start) / hourMs;
  const count = Math.max(0, Math.floor((values.length - skipped) / 24));
  const days = Array.from({ length: count }, (_, day) => values.slice(skipped + day * 24, skipped + (day + 1) * 24));
  return { start: firstDay, stepMs: dayMs, values: days.map(fold) };
}
