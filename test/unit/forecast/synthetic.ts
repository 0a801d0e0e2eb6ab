import { dayMs, type Series } from '../../../tools/forecast/series.ts';
import { seededRandom } from '../../../tools/random.ts';

/** What a made-up history of days is made of. */
export interface Recipe {
  readonly days: number;
  /** In logarithms a day. */
  readonly growth: number;
  /** How far the week swings, and how far chance does, in logarithms. */
  readonly swing: number;
  readonly noise: number;
  readonly seed: number;
}

export const start = Date.parse('2026-01-01');

/** Days that grow, swing with the week, and are off by chance: a normal one, by Box and Muller. */
export function madeUp({ days, growth, swing, noise, seed }: Recipe): Series {
  const random = seededRandom(seed);
  const chance = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const values = Array.from({ length: days }, (_, day) => Math.exp(expected(day, growth, swing) + noise * chance()));
  return { start, stepMs: dayMs, values };
}

/** The logarithm of a day without chance. */
export function expected(day: number, growth: number, swing: number): number {
  return 8 + growth * day + swing * Math.sin((2 * Math.PI * day) / 7);
}

/** The first days of a series. */
export function firstDays(series: Series, days: number): Series {
  return { ...series, values: series.values.slice(0, days) };
}
