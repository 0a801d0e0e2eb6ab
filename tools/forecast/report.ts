import type { StageConfiguration } from '../../lib/configuration/stage.ts';
import { type BackTest, backTest } from './back-test.ts';
import { daysAhead, type ForecastDay } from './days.ts';
import { busiestSecond, type PlannedEvent } from './events.ts';
import { type Growth, growthOf } from './growth.ts';
import { limitsOf } from './limits.ts';
import { forecast } from './model.ts';
import { type ExpectedPeak, monthlyPeaks, nextPeaks } from './peaks.ts';
import type { Regular } from './points.ts';
import { type Reach, reachOf, secondOf } from './reach.ts';
import { dailyPeaks, dailyTotals, dayMs, hourMs, type Series, seasonsOf, timeAt } from './series.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { weekOf } from './week.ts';

export interface TestedSeries extends BackTest, Verdict {
  /** Which values of the history. */
  readonly what: string;
}

export interface EventPeak extends PlannedEvent {
  /** Votes in its busiest second by itself, and with what its day brings at the median. */
  readonly alone: number;
  readonly together: number;
}

export interface ForecastReport {
  readonly stage: string;
  readonly history: { readonly from: number; readonly to: number; readonly hours: number; readonly filled: number };
  readonly peakFactor: number;
  readonly tests: readonly TestedSeries[];
  /** Of the busiest hours or the days, in logarithms a day. */
  readonly growth: Growth;
  readonly nextPeaks: readonly ExpectedPeak[];
  readonly monthlyPeaks: readonly ExpectedPeak[];
  readonly reaches: readonly Reach[];
  readonly events: readonly EventPeak[];
  /** Votes in the busiest second of each day of the history. */
  readonly past: readonly { readonly time: number; readonly second: number }[];
  readonly days: readonly ForecastDay[];
  /** Each hour of a week as a multiple of the mean one, as far as the history has hours. */
  readonly week?: readonly number[] | undefined;
}

/** What a forecast is asked for. */
export interface Asked {
  readonly stage: StageConfiguration;
  readonly days: number;
  readonly peakFactor: number | undefined;
  readonly events: readonly PlannedEvent[];
  readonly usdPerMillion: number | undefined;
}

/** Two weeks ahead hours are named, beyond them days. */
const hoursAhead = 14 * 24;
/** The busiest second against the mean one: of the busiest hour, and of a day, whose busiest hour is thrice its mean. */
const peakFactors = { hour: 4, day: 12 } as const;

/** @param told what is being done, and how far it is */
export function reportOf({ series, filled }: Regular, asked: Asked, told: (step: string) => void): ForecastReport {
  const isHourly = series.stepMs === hourMs;
  const busiest = isHourly ? dailyPeaks(series) : series;
  const totals = isHourly ? dailyTotals(series) : series;
  const peakFactor = asked.peakFactor ?? (isHourly ? peakFactors.hour : peakFactors.day);
  const secondShare = (peakFactor * 1_000) / series.stepMs;
  const test = (what: string, tested: Series): TestedSeries => {
    const test = backTest(tested, (done, of) => told(`testing ${what}: ${done}/${of}`));
    return { what, ...test, ...verdictOf(test) };
  };
  const busiestTest = test(isHourly ? "days' busiest hours" : 'days', busiest);
  const tests = isHourly ? [test('hours', series), busiestTest, test("days' totals", totals)] : [busiestTest];
  const ahead = (what: Series, steps: number) => {
    const { chosen, widening } = (what === busiest ? busiestTest : tests.at(what === series ? 0 : -1)) ?? busiestTest;
    return forecast(what, steps, chosen, widening);
  };
  told('looking ahead');
  const daily = {
    busiest,
    totals,
    busiestBands: ahead(busiest, asked.days),
    totalBands: ahead(totals, asked.days),
    secondShare,
  };
  const days = daysAhead(daily, asked.events);
  const steps = isHourly ? hoursAhead : Math.min(asked.days, hoursAhead / 24);
  return {
    stage: asked.stage.stage,
    history: {
      from: series.start,
      to: timeAt(series, series.values.length),
      hours: series.stepMs / hourMs,
      filled,
    },
    peakFactor,
    tests,
    growth: growthOf(busiest.values.map(Math.log1p), seasonsOf(busiest)),
    nextPeaks: nextPeaks(series, ahead(series, steps), secondShare),
    monthlyPeaks: monthlyPeaks(days),
    reaches: limitsOf(asked.stage, asked.usdPerMillion).map((limit) => reachOf(limit, days, asked.events)),
    events: asked.events.map((event) => ({
      ...event,
      alone: busiestSecond(event.audience),
      together: secondOf(event, days),
    })),
    past: busiest.values.map((value, day) => ({ time: busiest.start + day * dayMs, second: value * secondShare })),
    days,
    week: weekOf(series),
  };
}
