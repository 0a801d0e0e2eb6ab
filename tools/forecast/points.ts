import { dayMs, hourMs, type Series } from './series.ts';

/** A value and when its step began; milliseconds since 1970. */
export interface Point {
  readonly time: number;
  readonly value: number;
}

/** A history from which nothing can be forecast; its message is for the person who brought it. */
export class UnusableHistory extends Error {}

/** The least that is needed: two weeks of days, or of hours. */
const leastDays = 14;
/** More missing values than that would be made up rather than filled in. */
const mostMissing = 0.1;

export interface Regular {
  readonly series: Series;
  /** How many values were missing and are filled in. */
  readonly filled: number;
}

/**
 * Puts points, in any order, into equal steps of an hour or a day, whichever their distances are. A missing value is
 * taken from the same time a week before, or after.
 * @throws UnusableHistory for points that are too few, too far apart, repeated, or below zero
 */
export function regular(points: readonly Point[]): Regular {
  const sorted = points.toSorted((a, b) => a.time - b.time);
  const negative = sorted.find(({ value }) => value < 0);
  if (negative) throw new UnusableHistory(`Demand can't be below zero, as at ${at(negative.time)}.`);
  const gaps = sorted.slice(1).map(({ time }, index) => time - (sorted[index]?.time ?? Number.NaN));
  const repeated = gaps.indexOf(0);
  if (repeated >= 0) throw new UnusableHistory(`${at(sorted[repeated]?.time ?? 0)} is there twice.`);
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (middle !== hourMs && middle !== dayMs) throw new UnusableHistory('The values must be an hour or a day apart.');
  const start = sorted[0]?.time ?? 0;
  const count = ((sorted.at(-1)?.time ?? 0) - start) / middle + 1;
  const values = new Array<number | undefined>(Math.ceil(count)).fill(undefined);
  for (const { time, value } of sorted) {
    const place = (time - start) / middle;
    if (!Number.isInteger(place)) throw new UnusableHistory(`${at(time)} is out of step with the values before.`);
    values[place] = value;
  }
  if (values.length * middle < leastDays * dayMs)
    throw new UnusableHistory(`${leastDays} days are the least from which a week can be learnt.`);
  const filled = values.filter((value) => value === undefined).length;
  if (filled > mostMissing * values.length)
    throw new UnusableHistory(`${filled} of ${values.length} values are missing.`);
  return { series: { start, stepMs: middle, values: fill(values, (7 * dayMs) / middle) }, filled };
}

/** From the start to the end, so that what was filled in may serve a week later. */
function fill(values: readonly (number | undefined)[], week: number): number[] {
  const all: number[] = [];
  for (const [index, value] of values.entries()) {
    all.push(value ?? all[index - week] ?? firstOf(values, index, week) ?? all[index - 1] ?? 0);
  }
  return all;
}

/** The first value that is there at the same time of a later week. */
function firstOf(values: readonly (number | undefined)[], index: number, week: number): number | undefined {
  for (let later = index + week; later < values.length; later += week) {
    if (values[later] !== undefined) return values[later];
  }
  return undefined;
}

const at = (time: number) => new Date(time).toISOString();
