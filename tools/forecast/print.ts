import { models } from './model.ts';
import type { ExpectedPeak } from './peaks.ts';
import type { ForecastReport, TestedSeries } from './report.ts';
import {
  amount,
  cellsOf,
  dateOf,
  farDays,
  growthSentence,
  hasFarDays,
  historySentence,
  limitColumns,
  pressing,
} from './words.ts';

/** Writes words in a colour, or as they are where there is no terminal. */
export type Paint = (colour: 'bold' | 'dim' | 'red' | 'yellow' | 'green', words: string) => string;

/** The whole report for a person, as lines. */
export function format(report: ForecastReport, paint: Paint): string[] {
  const { reaches, events, stage } = report;
  const urgent = pressing(report);
  const rows = reaches.map((reach) => cellsOf(reach, report));
  const colourOf = (index: number) => {
    const reach = reaches[index];
    if (!reach || !urgent.includes(reach)) return undefined;
    return reach.median === undefined && reach.events.length === 0 ? 'yellow' : 'red';
  };
  return [
    historySentence(report),
    growthSentence(report),
    '',
    paint('bold', 'Back-test: forecast from the past what is known by now'),
    ...report.tests.flatMap((test) => testLines(test, paint)),
    '',
    paint('bold', 'Expected peaks, votes in the busiest second (UTC)'),
    ...table(['', 'one in ten below', 'median', 'one in ten above'], report.nextPeaks.map(peakCells)),
    '',
    paint('bold', 'The highest day of each month'),
    ...table(['', 'one in ten below', 'median', 'one in ten above'], report.monthlyPeaks.map(peakCells)),
    ...(events.length === 0
      ? []
      : [
          '',
          paint('bold', 'Planned events, votes in the busiest second'),
          ...table(
            ['', 'when', 'audience', 'alone', 'with its day'],
            events.map(({ name, time, audience, alone, together }) => [
              name,
              dateOf(time),
              amount(audience),
              amount(alone),
              amount(together),
            ]),
          ),
        ]),
    '',
    paint('bold', `Limits of ${stage}, in one region, and the first day on which each is reached`),
    ...table(limitColumns, rows).map((line, index) => {
      const colour = index === 0 ? undefined : colourOf(index - 1);
      return colour ? paint(colour, line) : line;
    }),
    ...(hasFarDays(report) ? [farDays] : []),
    '',
    paint('bold', 'What to do, the first thing first'),
    ...(urgent.length === 0 ? ['  Nothing: no limit is reached.'] : []),
    ...urgent.map(
      ({ limit }) => `  ${limit.name}: ${limit.action}\n${paint('dim', `    ${limit.because}; ${limit.source}`)}`,
    ),
  ];
}

function testLines(test: TestedSeries, paint: Paint): string[] {
  const { what, origins, steps, model, naive, seasonalNaive, within80, within90, chosen, isBetter, sentence } = test;
  const row = (name: string, { mase, smape }: TestedSeries['model']) => [name, mase.toFixed(2), percent(smape)];
  return [
    `  ${what}, from ${origins} points in time, ${steps} ahead of each: ${paint(isBetter ? 'green' : 'yellow', sentence)}`,
    ...table(
      ['', 'MASE', 'sMAPE'],
      [row('this forecast', model), row('seasonal-naive', seasonalNaive), row('naive', naive)],
    ).map((line) => `  ${line}`),
    `    ${percent(within80)} lay in the band of 80 %, ${percent(within90)} in that of 90 %. From now on: ${models[chosen]}.`,
  ];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

function peakCells({ time, p10, median, p90 }: ExpectedPeak): string[] {
  return [dateOf(time), amount(p10), amount(median), amount(p90)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map(
      (row) =>
        `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
    )
    .map((line) => line.trimEnd());
}
