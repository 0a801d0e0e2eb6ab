/** The middle of several runs, and the quarter of them that lies below and above `low` and `high`. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Every run, in the order in which they ran. */
  readonly runs: readonly number[];
}

/**
 * The value below which a share of all values lies, interpolated between the two next to it.
 * @param share from 0 to 1
 * @returns NaN where there are no values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function spreadOf(runs: readonly number[]): Spread {
  return { median: median(runs), low: percentile(runs, 0.25), high: percentile(runs, 0.75), runs };
}

/**
 * The ratio of each run to the baseline's run beside it, so that whatever slowed the machine slowed both.
 * @throws Error when there isn't one run of the baseline for each
 */
export function ratiosOf(runs: readonly number[], baseline: readonly number[]): Spread {
  if (runs.length !== baseline.length) throw new Error(`${runs.length} runs stand against ${baseline.length}`);
  return spreadOf(runs.map((run, index) => run / (baseline[index] ?? Number.NaN)));
}
