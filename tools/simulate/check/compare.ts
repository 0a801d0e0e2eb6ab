/** What was predicted or measured of one shape, second by second. */
export interface Course {
  /** Accepted and not recorded, at the end of each second. */
  readonly backlog: readonly number[];
  /** Votes that were counted, each with when it was accepted and counted. Seconds, the amount may be a part of a vote. */
  readonly counted: readonly { readonly at: number; readonly age: number; readonly amount: number }[];
}

export interface Comparison {
  readonly what: string;
  readonly unit: 'votes' | 's';
  readonly predicted: number;
  readonly measured: number;
  /** As a share of what was measured. */
  readonly difference: number;
}

/** By how much model and laptop may differ. */
export const tolerance = 0.15;

/** Prediction and measurement in figures: the backlog, how old results get, and when all is over. */
export function compare(predicted: Course, measured: Course): Comparison[] {
  const figure = (what: string, unit: Comparison['unit'], of: (course: Course) => number): Comparison => {
    const [expected, found] = [of(predicted), of(measured)];
    return { what, unit, predicted: expected, measured: found, difference: differenceOf(expected, found) };
  };
  return [
    figure('backlog, mean', 'votes', ({ backlog }) => mean(backlog)),
    figure('backlog, greatest', 'votes', ({ backlog }) => Math.max(0, ...backlog)),
    figure('from 202 to the results, mean', 's', ({ counted }) => meanAge(counted)),
    figure('from 202 to the results, p90', 's', ({ counted }) => percentile(counted, 0.9)),
    figure('last vote counted after', 's', ({ counted }) => Math.max(0, ...counted.map(({ at }) => at))),
  ];
}

/** Whether all lies within the tolerance. */
export function agrees(comparisons: readonly Comparison[]): boolean {
  return comparisons.every(({ difference }) => Math.abs(difference) <= tolerance);
}

function differenceOf(predicted: number, measured: number): number {
  if (measured === 0) return predicted === 0 ? 0 : Number.POSITIVE_INFINITY;
  return (predicted - measured) / measured;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function meanAge(counted: Course['counted']): number {
  const amount = counted.reduce((sum, one) => sum + one.amount, 0);
  return amount === 0 ? 0 : counted.reduce((sum, one) => sum + one.amount * one.age, 0) / amount;
}

/** The age that so large a share of the votes had at most. */
function percentile(counted: Course['counted'], share: number): number {
  const byAge = counted.toSorted((one, other) => one.age - other.age);
  const wanted = share * byAge.reduce((sum, { amount }) => sum + amount, 0);
  let passed = 0;
  for (const { age, amount } of byAge) {
    passed += amount;
    if (passed >= wanted) return age;
  }
  return 0;
}
