import { parse } from 'csv-parse/sync';
import { functions } from '../../../contracts/functions.ts';
import { UsageError } from '../../command.ts';
import type { MemoryPoint } from '../savings/memory.ts';
import type { Report } from './lines.ts';

/** The head of a profile: one row a function and memory. Milliseconds on average, MB at most. */
export const columns = [
  'function',
  'memoryMb',
  'calls',
  'billedMs',
  'p95Ms',
  'mostUsedMb',
  'coldStarts',
  'initMs',
] as const;

/**
 * For CloudWatch Logs Insights, over the log groups of the functions: its export as CSV is a profile. Calls whose line
 * Lambda kept to itself (SystemLogLevel WARN, as the stages have it) are not in it.
 */
export const query = `fields @log as function, record.metrics.memorySizeMB as memoryMb
| filter type = "platform.report"
| stats count(*) as calls, avg(record.metrics.billedDurationMs) as billedMs,
    pct(record.metrics.durationMs, 95) as p95Ms, max(record.metrics.maxMemoryUsedMB) as mostUsedMb,
    count(record.metrics.initDurationMs) as coldStarts, avg(record.metrics.initDurationMs) as initMs
  by function, memoryMb`;

/** The rows of calls, by memory. */
export function rowsOf(name: string, reports: readonly Report[]): string[] {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...Map.groupBy(reports, ({ memoryMb }) => memoryMb)]
    .toSorted(([a], [b]) => a - b)
    .map(([memoryMb, calls]) => {
      const inits = calls.flatMap(({ initMs }) => initMs ?? []);
      const times = calls.map(({ ms }) => ms).toSorted((a, b) => a - b);
      return [
        name,
        memoryMb,
        calls.length,
        mean(calls.map(({ billedMs }) => billedMs)).toFixed(2),
        (times[Math.ceil(times.length * 0.95) - 1] ?? 0).toFixed(2),
        Math.max(...calls.map(({ usedMb }) => usedMb)),
        inits.length,
        inits.length === 0 ? '' : mean(inits).toFixed(2),
      ].join(',');
    });
}

/**
 * The function of the contracts that a name of a log group or a function has in it.
 * @throws UsageError for another name
 */
export function functionNamed(text: string): string {
  const found = Object.keys(functions).find((name) => text.includes(name));
  if (found === undefined) throw new UsageError(`"${text}" names no function of ours.`);
  return found;
}

/** Fewer calls than that tell little. */
export const leastCalls = 100;

/**
 * Reads a profile: of `npm run cost -- profile`, or as Logs Insights exports the query.
 * @throws UsageError for other columns, amounts or functions
 */
export function readProfile(csv: string): ReadonlyMap<string, readonly MemoryPoint[]> {
  const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true, trim: true });
  const first = rows[0] ?? {};
  const missing = (['function', 'memoryMb', 'billedMs'] as const).filter((column) => !Object.hasOwn(first, column));
  if (missing.length > 0)
    throw new UsageError(`A profile has the columns ${columns.join(', ')}; ${missing.join(', ')} is missing.`);
  const points = rows.map(({ function: name = '', memoryMb, billedMs, mostUsedMb = '' }) => {
    const point = { memoryMb: Number(memoryMb), ms: Number(billedMs) };
    if (!(point.memoryMb > 0 && point.ms > 0))
      throw new UsageError(`A profile's row of ${name} has no memory or time.`);
    return {
      name: functionNamed(name),
      point: mostUsedMb === '' ? point : { ...point, mostUsedMb: Number(mostUsedMb) },
    };
  });
  return new Map(
    [...Map.groupBy(points, ({ name }) => name)].map(([name, own]) => [name, own.map(({ point }) => point)]),
  );
}
