import { seededRandom } from '../../random.ts';
import type { Band } from './demand.ts';

const draws = 1_000;
const daysAMonth = 730 / 24;

/**
 * A month made of whole weeks that were seen, drawn a thousand times with the same seed: the weeks that are drawn for
 * one unit are drawn for all. Growth isn't in it; that is what the forecast is for.
 * @param days at least two weeks, the newest at the end
 */
export function drawnMonths(days: readonly number[]): Band {
  const count = Math.floor(days.length / 7);
  const weeks = Array.from({ length: count }, (_, week) => days.slice(days.length - 7 * (week + 1)).slice(0, 7));
  const random = seededRandom(1);
  const months = Array.from({ length: draws }, () => {
    const drawn = Array.from(
      { length: Math.ceil(daysAMonth / 7) },
      () => weeks[Math.floor(random() * count)] ?? [],
    ).flat();
    const whole = drawn.slice(0, Math.floor(daysAMonth));
    const rest = (drawn[whole.length] ?? 0) * (daysAMonth - whole.length);
    return whole.reduce((sum, day) => sum + day, rest);
  }).toSorted((a, b) => a - b);
  return { median: months[Math.floor(draws / 2)] ?? 0, p90: months[Math.floor(draws * 0.9)] ?? 0 };
}
