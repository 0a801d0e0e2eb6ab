import type { MonthReport } from './report.ts';

/** The version of the JSON's shape; it rises when a field goes or changes its meaning. */
export const jsonVersion = 1;

/** All figures for scripts. Amounts are US dollars a month. */
export function jsonOf(report: MonthReport): string {
  return JSON.stringify({ version: jsonVersion, ...report }, undefined, 2);
}
