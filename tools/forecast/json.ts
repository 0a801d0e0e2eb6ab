import type { ForecastReport } from './report.ts';

/** The version of the JSON's shape; it rises when a field goes or changes its meaning. */
export const jsonVersion = 1;

/** Fields that are points in time, in every part of the report. */
const times: readonly string[] = ['time', 'from', 'to'];

/** All figures for scripts, with times as ISO 8601 in place of milliseconds. */
export function jsonOf(report: ForecastReport): string {
  const reaches = report.reaches.map((reach) => ({
    ...reach,
    median: isoOf(reach.median),
    ninthDecile: isoOf(reach.ninthDecile),
  }));
  const value = { version: jsonVersion, ...report, reaches };
  return JSON.stringify(
    value,
    (key, inner: unknown) => (times.includes(key) && typeof inner === 'number' ? isoOf(inner) : inner),
    2,
  );
}

/** Null where a limit isn't reached: JSON would leave an undefined field out. */
function isoOf(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
