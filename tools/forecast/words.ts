import type { Reach } from './reach.ts';
import type { ForecastReport } from './report.ts';
import { dayMs, hourMs } from './series.ts';

/** A day as people write it, and an hour where it has one. UTC. */
export function dateOf(time: number): string {
  const text = new Date(time).toISOString();
  return time % dayMs === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** Two digits of small numbers, all before the point of large ones. */
export function amount(number: number): string {
  const rounded = number >= 100 ? Math.round(number) : Number(number.toPrecision(2));
  return rounded.toLocaleString('en', { maximumFractionDigits: 6 });
}

/** A day when a limit is reached, for a cell of a table. */
export function dayOf(time: number | undefined, { history: { from, to } }: ForecastReport): string {
  if (time === undefined) return 'not reached';
  return `${dateOf(time)}${time - to > to - from ? ' ?' : ''}`;
}

/** Whether any cell has the question mark of `dayOf`. */
export function hasFarDays({ reaches, history: { from, to } }: ForecastReport): boolean {
  return reaches
    .flatMap(({ median, ninthDecile }) => [median, ninthDecile])
    .some((day) => (day ?? to) - to > to - from);
}

export const farDays = '? is farther ahead than the history is long: a guess.';

export function growthSentence({ growth: { slope, error, isClear } }: ForecastReport): string {
  if (error === 0) return 'The history is too short to tell growth, which the bands leave out.';
  const percent = (logs: number) => `${(Math.expm1(logs) * 100).toFixed(2)} %`;
  const range = `${percent(slope - 2 * error)} to ${percent(slope + 2 * error)} a day`;
  return isClear ? `Grows by ${percent(slope)} a day (${range}).` : `No growth that can be told from none (${range}).`;
}

export function historySentence({ history, peakFactor }: ForecastReport): string {
  const { from, to, hours, filled } = history;
  const step = hours === 1 ? 'hours' : 'days';
  const made = filled === 0 ? '' : `, ${filled} of them missing and filled in`;
  const mean = hours === 1 ? 'busiest hour' : 'day';
  return `${(to - from) / hourMs / hours} ${step} from ${dateOf(from)} to ${dateOf(to)}${made}. The busiest second is taken for ${peakFactor} × the mean one of its ${mean}.`;
}

/** A limit's use and days, as cells. */
export function cellsOf(reach: Reach, report: ForecastReport): string[] {
  const { limit, votes, used, median, ninthDecile, events } = reach;
  return [
    limit.name,
    `${amount(limit.quota)} ${limit.unit}`,
    `${amount(votes)} /${limit.of}`,
    `${Math.round(used * 100)} %`,
    dayOf(median, report),
    dayOf(ninthDecile, report),
    events.map(({ name }) => name).join(', '),
  ];
}

export const limitColumns = ['limit', 'at', 'in votes', 'used', 'median', 'ninth decile', 'passed by'] as const;

/** Limits with something to do, the first one first. */
export function pressing({ reaches }: ForecastReport): Reach[] {
  const when = ({ median, ninthDecile, events }: Reach) =>
    Math.min(ninthDecile ?? Infinity, median ?? Infinity, ...events.map(({ time }) => time));
  return reaches.filter((reach) => Number.isFinite(when(reach))).toSorted((a, b) => when(a) - when(b));
}
