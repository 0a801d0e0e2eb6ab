/**
 * The mean absolute error as a multiple of what the seasonal-naive forecast misses within the history (Hyndman and
 * Koehler, "Another look at measures of forecast accuracy", 2006). Below 1 is better than that; after a history that
 * repeats itself exactly it is 0 or infinity.
 */
export function mase(
  forecast: readonly number[],
  actual: readonly number[],
  history: readonly number[],
  season: number,
): number {
  const within = mean(history.slice(season).map((value, index) => Math.abs(value - (history[index] ?? 0))));
  const off = mean(actual.map((value, step) => Math.abs(value - (forecast[step] ?? Number.NaN))));
  return off === 0 ? 0 : off / within;
}

/** The mean absolute error as a share of the mean of forecast and truth, from 0 to 2; both zero is no error. */
export function smape(forecast: readonly number[], actual: readonly number[]): number {
  return mean(
    actual.map((value, step) => {
      const guess = forecast[step] ?? Number.NaN;
      return value === guess ? 0 : (2 * Math.abs(value - guess)) / (Math.abs(value) + Math.abs(guess));
    }),
  );
}

/** The share of values that lie within a band. */
export function coverage(low: readonly number[], high: readonly number[], actual: readonly number[]): number {
  const within = (value: number, step: number) => value >= (low[step] ?? 0) && value <= (high[step] ?? 0);
  return mean(actual.map((value, step) => (within(value, step) ? 1 : 0)));
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
