import { escaped, pageWith } from '../../html.ts';
import type { Saving } from '../savings/saving.ts';
import { barsOf } from './bars.ts';
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

const legend = 'bar: the median · thin line: to the ninth decile';
const mostBars = 12;

const style = `svg { width: 100%; height: auto }
th, td { vertical-align: top }
td.words { text-align: left; min-width: 14rem }
td.source { text-align: left; overflow-wrap: anywhere; min-width: 12rem; max-width: 20rem }
thead th { text-align: left } thead th:nth-child(2), thead th:nth-child(3) { text-align: right }
tr.sum { font-weight: 600 }`;

/** The report as one HTML page: nothing is loaded from elsewhere, and no script runs. */
export function pageOf(report: MonthReport): string {
  const { stage, services, fixed, total, worth, not, isWeekSeen } = report;
  const there = fixed.reduce((sum, line) => sum + line.count * line.usdEach, 0);
  const costs = [
    ...services.map(({ service, amount }) => ({ name: service, amount, kind: 'cost' as const })),
    { name: 'By being there', amount: { median: there, p90: there }, kind: 'cost' as const },
  ].toSorted((a, b) => b.amount.median - a.amount.median);
  const savings = worth.slice(0, mostBars).map(({ name, saved, risk }) => ({ name, amount: saved, kind: risk }));
  const body = `<p>${escaped(votesSentence(report))} ${escaped(priceSentence(report))}</p>
<p>${escaped(budgetSentence(report))}</p>
${barsOf('US dollars a month, by service', legend, costs)}
<h2>By service and unit</h2>
${table(
  ['', 'units at the median', 'median', 'ninth decile', 'source of the price'],
  [
    ...services.flatMap(({ service, amount, units }) => [
      tr([service, '', ...cells(amount)], 'sum'),
      ...units.map((line) =>
        tr([`${line.unit}${doubt(line)}`, count(line.quantity.median), ...cells(line.amount)], '', line.source),
      ),
    ]),
    tr(['By being there', '', money(there), money(there)], 'sum'),
    ...fixed.map((line) =>
      tr([`${line.what}${doubt(line)}`, count(line.count), ...twice(line.count * line.usdEach)], '', line.source),
    ),
    tr(['Together', '', ...cells(total)], 'sum'),
  ],
)}
<h2>What could be saved, the most first</h2>
${isWeekSeen ? '' : `<p>${weekSentence}</p>`}
${savings.length === 0 ? '<p>Nothing.</p>' : barsOf('US dollars a month that could be saved', `${legend} · green, amber, red: low, medium, high risk`, savings)}
${savingsTable(worth)}
<p>At low and medium risk together: <b>${money(report.together.median)}</b>, ${money(report.together.p90)} at the ninth decile. ${groupSentence}</p>
<h2>Looked at, and not worth it</h2>
${savingsTable(not)}
<p>${doubtSentence}</p>`;
  const heading = `A month of ${stage}: ${money(total.median)} US dollars, ${money(total.p90)} at the ninth decile`;
  return pageWith({ title: `A month of ${stage}`, heading, style, body });
}

const twice = (usd: number) => [money(usd), money(usd)];

function savingsTable(savings: readonly Saving[]): string {
  return table(
    ['', 'median', 'ninth decile', 'risk', 'what to do', 'how it comes about', 'source'],
    savings.map(
      (saving) =>
        `<tr><td>${escaped(saving.name + doubt(saving))}</td>${cells(saving.saved)
          .map((cell) => `<td>${cell}</td>`)
          .join(
            '',
          )}<td class="words"><b>${saving.risk}.</b> ${escaped(saving.because)}</td><td class="words">${escaped(saving.action)}</td><td class="words">${escaped(saving.detail)}</td><td class="source">${escaped(saving.source)}</td></tr>`,
    ),
  );
}

function tr(given: readonly string[], kind = '', source = ''): string {
  const own = given.map((cell) => `<td>${escaped(cell)}</td>`).join('');
  return `<tr${kind === '' ? '' : ` class="${kind}"`}>${own}<td class="source">${escaped(source)}</td></tr>`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
