import { escaped } from '../html.ts';
import { chartOf } from './chart.ts';
import { documentOf, tableOf, thresholdTable } from './document.ts';
import { sentenceOf, timeCells, timeColumns, timeRows } from './print.ts';
import type { LoadReport } from './run.ts';

/** A run as one HTML page. */
export function pageOf(report: LoadReport): string {
  const { figures, comparison, thresholds, options } = report;
  const { seconds } = figures;
  const kept = thresholds.every(({ holds }) => holds);
  const body = `<p>${escaped(sentenceOf(report))}</p>
<p class="${kept ? 'kept' : 'broken'}">${kept ? 'All promises were kept.' : 'A promise was broken.'}</p>
${thresholdTable(thresholds)}
${chartOf('Votes', 'a second', [
  { name: 'due', colour: 'grey', values: seconds.map(({ due }) => due) },
  { name: 'accepted', colour: 'green', values: seconds.map(({ accepted }) => accepted) },
])}
${chartOf('From click to acceptance', 'milliseconds, by the second of the click', [
  { name: 'median', colour: 'blue', values: seconds.map(({ accepting }) => accepting.p50) },
  { name: '95 %', colour: 'amber', values: seconds.map(({ accepting }) => accepting.p95) },
])}
${chartOf('Requests', 'a second', [
  { name: 'all', colour: 'blue', values: seconds.map(({ requests }) => requests) },
  { name: 'put off', colour: 'amber', values: seconds.map(({ putOff }) => putOff) },
  { name: 'failed', colour: 'red', values: seconds.map(({ failed }) => failed) },
])}
<h2>Times</h2>
${tableOf([timeColumns, ...timeRows(figures).map(timeCells)])}
<h2>Votes</h2>
<p>${comparison.accepted} votes were accepted and ${comparison.counted} are counted. ${comparison.lost} were lost, and ${comparison.surplus} are counted that nobody gave.</p>`;
  return documentOf(`Load test: ${options.shape}`, body);
}
