import { type Figure, reaches, type Unit } from './figures.ts';
import type { Spread } from './statistics.ts';

const columns = ['', 'median', 'middle half', 'baseline', 'ratio', 'middle half', 'bar', ''] as const;

/** A table of figures for people: the bar beside each, and whether it is reached. */
export function tableOf(title: string, figures: readonly Figure[]): string {
  const rows = [[title, ...columns.slice(1)], ...figures.map(rowOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return [head, '─'.repeat(Math.max(...lines.map((line) => line.length))), ...body].join('\n');
}

function rowOf(figure: Figure): string[] {
  const { name, unit, value, baseline, ratio, bar } = figure;
  const isReached = reaches(figure);
  const limit = bar?.atMost ?? bar?.atLeast ?? 0;
  return [
    name,
    `${amount(value.median)} ${unit}`,
    range(value, amount),
    baseline ? `${amount(baseline.value.median)} ${unit}` : '',
    ratio ? `${times(ratio.median)} ×` : '',
    ratio ? range(ratio, times) : '',
    bar
      ? `${bar.atMost === undefined ? '≥' : '≤'} ${bar.of === 'ratio' ? `${times(limit)} ×` : inUnit(limit, unit)}`
      : '',
    isReached === undefined ? '' : isReached ? '✓' : '✗',
  ];
}

function range({ low, high, runs }: Spread, write: (number: number) => string): string {
  return runs.length > 1 ? `${write(low)} to ${write(high)}` : '';
}

const inUnit = (number: number, unit: Unit) => `${amount(number)} ${unit}`;
const times = (ratio: number) => ratio.toFixed(2);

/** Three digits of small numbers, all digits before the point of large ones. */
function amount(number: number): string {
  if (!Number.isFinite(number)) return 'none';
  return number >= 100 ? Math.round(number).toLocaleString('en') : String(Number(number.toPrecision(3)));
}

/** What the baselines are, each said once. */
export function baselinesOf(figures: readonly Figure[]): string {
  const names = [...new Set(figures.flatMap(({ baseline }) => (baseline ? [baseline.name] : [])))];
  return names.length === 0 ? '' : `Baseline: ${names.join('; ')}.\n`;
}
