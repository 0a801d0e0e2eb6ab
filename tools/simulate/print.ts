import { backlogOf } from './figures.ts';
import type { SimulationReport, Variant } from './report.ts';
import type { Sample } from './run.ts';
import { sparkline } from './sparkline.ts';
import { amount, duration, figureRows, headSentence, limitRows } from './words.ts';

/** Writes words in a colour, or as they are where there is no terminal. */
export type Paint = (colour: 'bold' | 'dim' | 'yellow', words: string) => string;

const sparklineWidth = 60;
const pictures: readonly (readonly [string, (sample: Sample) => number, (value: number) => string])[] = [
  ['sent a second', ({ sent }) => sent, amount],
  ['accepted a second', ({ admitted }) => admitted, amount],
  ['waiting to be let in', ({ waiting }) => waiting, amount],
  ['in the queue', backlogOf, amount],
  ['in the stream', ({ streamed }) => streamed, amount],
  ['counted a second', ({ newlyCounted }) => newlyCounted, amount],
  ['oldest uncounted', ({ oldest }) => oldest, duration],
];

/** The whole report for a person, as lines. */
export function format(report: SimulationReport, paint: Paint): string[] {
  const limits = limitRows(report);
  const names = report.variants.map(({ name }) => name);
  return [
    headSentence(report),
    '',
    ...report.variants.flatMap((variant) => [...pictureOf(variant, paint), '']),
    ...table(['', ...names], figureRows(report)),
    '',
    paint('bold', 'What is met first, and for how long'),
    ...(limits.length === 0 ? ['  No limit is met.'] : []),
    ...table(
      ['', ...names],
      limits.map(({ words, cells }) => [words.name, ...cells]),
    ),
    ...(limits.length === 0 ? [] : ['', paint('bold', 'What to do, the first thing first')]),
    ...limits.map(({ words }) => `  ${words.name}: ${words.effect}.\n    ${paint('dim', words.action)}`),
  ];
}

function pictureOf({ name, run: { samples } }: Variant, paint: Paint): string[] {
  const width = Math.max(...pictures.map(([title]) => title.length));
  const end = duration(samples.length);
  return [
    paint('bold', `Audience ${name}`),
    ...pictures.map(([title, of, words]) => {
      const values = samples.map(of);
      const most = values.reduce((one, other) => Math.max(one, other), 0);
      return `  ${title.padEnd(width)}  ${paint('yellow', sparkline(values, sparklineWidth).padEnd(sparklineWidth))}  up to ${words(most)}`;
    }),
    paint(
      'dim',
      `  ${''.padEnd(width)}  0${end.padStart(Math.min(sparklineWidth, samples.length) - 1)}, by the square root of time`,
    ),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
