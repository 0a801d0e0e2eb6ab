import type { ForecastReport } from './report.ts';
import { dayMs } from './series.ts';

/** Whether a limit is reached at the ninth decile, or passed by an event, within so many days from the history's end. */
export function isWithin(
  { reaches, history: { to } }: Pick<ForecastReport, 'reaches' | 'history'>,
  days: number,
): boolean {
  const end = to + days * dayMs;
  return reaches.some(
    ({ ninthDecile, events }) => (ninthDecile ?? end) < end || events.some(({ time }) => time >= to && time < end),
  );
}
