import { z } from 'zod';
import { UsageError } from '../../command.ts';
import { jsonVersion } from '../../forecast/json.ts';
import { assumedWeek, type Band } from './demand.ts';

const band = z.object({ median: z.number().min(0), p90: z.number().min(0) });
const schema = z.object({
  version: z.literal(jsonVersion),
  stage: z.string(),
  days: z.array(z.object({ time: z.iso.datetime(), month: band })),
  week: z.array(z.number().min(0)).length(168).optional(),
});

/** Votes of a month that is ahead. */
export interface ForecastMonth {
  readonly source: string;
  readonly votes: Band;
  readonly week: readonly number[];
  readonly isWeekSeen: boolean;
}

/** Days of which the forecast makes a month. */
const monthDays = 30;

/**
 * Reads what `npm run forecast -- --json` wrote.
 * @param month 1 is the one that begins where the history ends
 * @throws UsageError for another file, or a month that it doesn't reach
 */
export function forecastMonth(json: string, month: number): ForecastMonth {
  const read = schema.safeParse(JSON.parse(json));
  if (!read.success) throw new UsageError('--forecast takes what npm run forecast -- --json writes.');
  const { days, week, stage } = read.data;
  const last = days[month * monthDays - 1];
  if (!last)
    throw new UsageError(`The forecast has ${days.length} days, and month ${month} needs ${month * monthDays}.`);
  return {
    source: `The forecast of ${stage}: the month that ends on ${last.time.slice(0, 10)}.`,
    votes: last.month,
    week: week ?? assumedWeek,
    isWeekSeen: week !== undefined,
  };
}
