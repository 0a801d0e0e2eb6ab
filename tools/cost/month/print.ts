import type { MonthReport } from './report.ts';
import {
  budgetSentence,
  cells,
  count,
  doubt,
  doubtSentence,
  groupSentence,
  money,
  priceSentence,
  votesSentence,
  weekSentence,
} from './words.ts';

/** Adds a colour where a terminal shows it. */
export type Paint = (colour: 'bold' | 'dim' | 'green' | 'red' | 'yellow', words: string) => string;

const riskColour = { low: 'green', medium: 'yellow', high: 'red' } as const;

/** The report for a person, as lines. */
export function format(report: MonthReport, paint: Paint): string[] {
  const { stage, services, fixed, total, worth, not, isWeekSeen } = report;
  return [
    paint('bold', `A month of ${stage}`),
    votesSentence(report),
    priceSentence(report),
    '',
    row('', '', 'median', 'ninth decile'),
    ...services.flatMap(({ service, amount, units }) => [
      paint('bold', row(service, '', ...cells(amount))),
      ...units.map((line) =>
        paint('dim', row(`  ${line.unit}`, count(line.quantity.median), ...cells(line.amount)) + doubt(line)),
      ),
    ]),
    paint('bold', row('By being there', '', ...twice(fixed.reduce((sum, line) => sum + line.count * line.usdEach, 0)))),
    ...fixed.map((line) =>
      paint('dim', row(`  ${line.what}`, count(line.count), ...twice(line.count * line.usdEach)) + doubt(line)),
    ),
    paint('bold', row('Together', '', ...cells(total))),
    '',
    paint('bold', 'What could be saved, the most first'),
    ...(isWeekSeen ? [] : [weekSentence]),
    ...(worth.length === 0 ? ['  Nothing.'] : []),
    ...worth.flatMap((saving, index) => [
      row(`${index + 1}. ${saving.name}`, '', ...cells(saving.saved)) + doubt(saving),
      `     ${paint(riskColour[saving.risk], `risk ${saving.risk}`)}: ${saving.because}`,
      `     ${saving.action}`,
      paint('dim', `     ${saving.detail}; ${saving.source}`),
    ]),
    row('At low and medium risk together', '', ...cells(report.together)),
    groupSentence,
    '',
    paint('bold', 'Looked at, and not worth it'),
    ...not.map(
      (saving) =>
        `${row(`  ${saving.name}`, '', ...cells(saving.saved))}${doubt(saving)}\n${paint('dim', `     ${saving.detail}`)}`,
    ),
    '',
    budgetSentence(report),
    doubtSentence,
  ];
}

const twice = (usd: number) => [money(usd), money(usd)];

function row(name: string, quantity: string, median = '', p90 = ''): string {
  return `${name.padEnd(58)}${quantity.padStart(16)}${median.padStart(14)}${p90.padStart(14)}`;
}
