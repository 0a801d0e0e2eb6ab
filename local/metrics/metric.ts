/** Names and values that tell series of one metric apart. */
export type Labels = Readonly<Record<string, string>>;

/** How often values were at most so great, from the least to the greatest bound; the last bound is infinity. */
export interface Distribution {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

export type Series =
  | { readonly labels: Labels; readonly value: number }
  | { readonly labels: Labels; readonly distribution: Distribution };

/** A metric as it stands, with all of its series. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly series: readonly Series[];
}

/** Bounds for times in seconds, from a warm function to a queue that waits. */
export const secondBounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * The value below which a part of all values lies, taken as evenly spread between two bounds.
 * @param part 0 to 1
 * @returns undefined where there are no values; the last finite bound for what lies beyond it
 */
export function quantile({ bounds, counts, count }: Distribution, part: number): number | undefined {
  if (count === 0) return undefined;
  const wanted = part * count;
  let below = 0;
  for (const [index, bound] of bounds.entries()) {
    const own = counts[index] ?? 0;
    if (below + own >= wanted && own > 0) {
      const from = bounds[index - 1] ?? 0;
      return Number.isFinite(bound) ? from + ((bound - from) * (wanted - below)) / own : from;
    }
    below += own;
  }
  return bounds.at(-2);
}
