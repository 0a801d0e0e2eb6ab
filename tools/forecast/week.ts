import { hourMs, type Series } from './series.ts';

const hoursAWeek = 168;

/**
 * What each hour of a week (UTC, from Monday on) brings on average, as a multiple of the mean hour.
 * @returns undefined for a series of days, or of less than a week, or without anything in it
 */
export function weekOf({ start, stepMs, values }: Series): number[] | undefined {
  if (stepMs !== hourMs || values.length < hoursAWeek) return undefined;
  const sums = new Array<number>(hoursAWeek).fill(0);
  const counts = new Array<number>(hoursAWeek).fill(0);
  for (const [index, value] of values.entries()) {
    const hour = hourOfWeek(start + index * stepMs);
    sums[hour] = (sums[hour] ?? 0) + value;
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  const means = sums.map((sum, hour) => sum / (counts[hour] ?? 1));
  const mean = means.reduce((sum, value) => sum + value, 0) / hoursAWeek;
  return mean === 0 ? undefined : means.map((value) => value / mean);
}

/** 1 January 1970 was a Thursday. */
function hourOfWeek(time: number): number {
  const thursday = 3 * 24;
  return (Math.floor(time / hourMs) + thursday) % hoursAWeek;
}
