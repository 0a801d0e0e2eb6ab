import type { PlannedEvent } from './events.ts';
import { type Bands, type Share, shares } from './model.ts';
import type { Day } from './reach.ts';
import { dayMs, type Series, timeAt } from './series.ts';

/** Votes in the busiest second of a day, by shares of outcomes. */
export type SecondBands = Readonly<Record<Share, number>>;

export interface ForecastDay extends Day {
  readonly second: SecondBands;
}

/** Days of which a month is made: 730 hours, AWS's month, are a little more. */
const monthDays = 30;
const monthHours = 730;

export interface Daily {
  /** Of each day in the history: votes of its busiest hour or of the whole day; and of the whole day. */
  readonly busiest: Series;
  readonly totals: Series;
  /** What is forecast of both. */
  readonly busiestBands: Bands;
  readonly totalBands: Bands;
  /** Votes in the busiest second for each vote in `busiest`. */
  readonly secondShare: number;
}

/**
 * The days ahead. A month is the thirty days that end with a day, made as long as AWS's; what lies in the history is
 * known. Its ninth decile adds up those of its days, as if all were off together: more than it will be. Planned events
 * bring one vote of each in their audience.
 */
export function daysAhead(daily: Daily, events: readonly PlannedEvent[]): ForecastDay[] {
  const { busiest, busiestBands, secondShare } = daily;
  const times = busiestBands.median.map((_, day) => timeAt(busiest, busiest.values.length + day));
  const months = { median: monthsOf(daily, 'median', times, events), p90: monthsOf(daily, 'p90', times, events) };
  return times.map((time, day) => ({
    time,
    second: bandsAt(busiestBands, day, secondShare),
    month: { median: months.median[day] ?? 0, p90: months.p90[day] ?? 0 },
  }));
}

function bandsAt(bands: Bands, day: number, factor: number): SecondBands {
  const at = (share: Share) => (bands[share][day] ?? 0) * factor;
  const [p05, p10, median, p90, p95] = shares.map(at) as [number, number, number, number, number];
  return { p05, p10, median, p90, p95 };
}

function monthsOf(
  { totals, totalBands }: Daily,
  share: Share,
  times: readonly number[],
  events: readonly PlannedEvent[],
): number[] {
  const ahead = totalBands[share].map((total, day) => total + planned(times[day] ?? 0, events));
  const all = [...totals.values, ...ahead];
  return ahead.map((_, day) => {
    const month = all.slice(Math.max(0, totals.values.length + day + 1 - monthDays), totals.values.length + day + 1);
    const mean = month.reduce((sum, total) => sum + total, 0) / month.length;
    return (mean / 24) * monthHours;
  });
}

function planned(day: number, events: readonly PlannedEvent[]): number {
  const onDay = events.filter(({ time }) => time >= day && time < day + dayMs);
  return onDay.reduce((sum, { audience }) => sum + audience, 0);
}
