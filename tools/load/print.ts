import type { Figures, Times } from './figures.ts';
import { routeNames } from './messages.ts';
import type { LoadReport } from './run.ts';
import type { Threshold } from './verdict.ts';

/** Writes words in a colour, or as they are where there is no terminal. */
export type Paint = (colour: 'bold' | 'dim' | 'red' | 'green', words: string) => string;

/** A run in one sentence. */
export function sentenceOf({ options, where, figures }: LoadReport): string {
  const { shape, rate, seconds, viewers, seed } = options;
  return `${shape}, up to ${rate} votes a second for ${seconds} s on ${where}: ${figures.voters} voters, ${figures.requests} requests, ${viewers} viewers (--seed ${seed}).`;
}

/** Names of times and the times themselves, as rows of a table. */
export function timeRows(figures: Figures): readonly (readonly [string, Times])[] {
  return [
    ['from click to acceptance', figures.accepting],
    ['from click to "it counts"', figures.confirming],
    ['from acceptance to being seen', figures.seeing],
    ...routeNames.map((name) => [`request: ${name}`, figures.byRoute[name]] as const),
  ];
}

export const timeColumns = ['milliseconds', 'count', 'median', '95 %', '99 %'] as const;

export function timeCells([name, { count, p50, p95, p99 }]: readonly [string, Times]): string[] {
  return [name, String(count), ...[p50, p95, p99].map(milliseconds)];
}

export function milliseconds(time: number): string {
  return Number.isNaN(time) ? '–' : time.toFixed(time < 10 ? 1 : 0);
}

/** The whole report for a person, as lines. */
export function format(report: LoadReport, paint: Paint): string[] {
  const { figures, comparison, thresholds } = report;
  return [
    sentenceOf(report),
    '',
    ...table([timeColumns, ...timeRows(figures).map(timeCells)]).map((line, index) =>
      index === 0 ? paint('dim', line) : line,
    ),
    '',
    `${comparison.accepted} votes accepted, ${comparison.counted} counted; ${figures.putOff} requests put off, ${figures.failed} failed.`,
    '',
    ...thresholdLines(thresholds, paint),
  ];
}

export function thresholdLines(thresholds: readonly Threshold[], paint: Paint): string[] {
  return thresholds.map(({ what, promised, found, holds }) =>
    holds
      ? paint('green', `kept    ${what}: ${found} (${promised})`)
      : paint('red', `broken  ${what}: ${found} (${promised})`),
  );
}

/** Cells in columns: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
