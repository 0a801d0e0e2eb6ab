import { escaped, pageWith, textTable } from '../html.ts';
import { chartOf } from './chart.ts';
import { models } from './model.ts';
import type { ForecastReport } from './report.ts';
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

const style = `svg { width: 100%; height: auto }
th, td { white-space: nowrap }
td:last-child { white-space: normal }`;

/** The report as one HTML page: nothing is loaded from elsewhere, and no script runs. */
export function pageOf(report: ForecastReport): string {
  const { tests, nextPeaks, monthlyPeaks, events, reaches } = report;
  const peaks = (list: typeof nextPeaks) =>
    textTable(
      ['day', 'one in ten below', 'median', 'one in ten above'],
      list.map(({ time, p10, median, p90 }) => [dateOf(time), amount(p10), amount(median), amount(p90)]),
    );
  const share = (number: number) => `${Math.round(number * 100)} %`;
  const body = `<p>${escaped(historySentence(report))} ${escaped(growthSentence(report))}</p>
${chartOf(report)}
<h2>Limits, and the first day on which each is reached</h2>
${textTable(
  limitColumns,
  reaches.map((reach) => cellsOf(reach, report)),
)}
${hasFarDays(report) ? `<p>${farDays}</p>` : ''}
<h2>What to do, the first thing first</h2>
<ol>
${pressing(report)
  .map(
    ({ limit: { name, action, because, source } }) =>
      `<li><b>${escaped(name)}.</b> ${escaped(action)} <small>${escaped(because)}; ${escaped(source)}</small></li>`,
  )
  .join('\n')}
</ol>
${pressing(report).length === 0 ? '<p>Nothing: no limit is reached.</p>' : ''}
${
  events.length === 0
    ? ''
    : `<h2>Planned events, votes in the busiest second</h2>
${textTable(
  ['event', 'when', 'audience', 'alone', 'with its day'],
  events.map(({ name, time, audience, alone, together }) => [
    name,
    dateOf(time),
    amount(audience),
    amount(alone),
    amount(together),
  ]),
)}`
}
<h2>Expected peaks, votes in the busiest second (UTC)</h2>
${peaks(nextPeaks)}
<h2>The highest day of each month</h2>
${peaks(monthlyPeaks)}
<h2>Back-test</h2>
${tests.map(({ what, sentence, chosen, origins, steps }) => `<p><b>${escaped(what)}</b>, from ${origins} points in time, ${steps} ahead of each: ${escaped(sentence)} From now on: ${escaped(models[chosen])}.</p>`).join('\n')}
${textTable(
  ['', 'MASE', 'seasonal-naive', 'naive', 'sMAPE', 'in the band of 80 %', 'of 90 %'],
  tests.map(({ what, model, seasonalNaive, naive, within80, within90 }) => [
    what,
    model.mase.toFixed(2),
    seasonalNaive.mase.toFixed(2),
    naive.mase.toFixed(2),
    share(model.smape),
    share(within80),
    share(within90),
  ]),
)}`;
  return pageWith({ title: `Forecast of ${report.stage}`, style, body });
}
