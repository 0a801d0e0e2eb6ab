import { escaped } from '../html.ts';
import { chartOf } from '../load/chart.ts';
import { documentOf, tableOf, thresholdTable } from '../load/document.ts';
import { feltColumns, feltRows, sentenceOf } from './print.ts';
import type { GameDayReport } from './run.ts';
import { verdictOf } from './verdict.ts';

/** A game day as one HTML page. */
export function pageOf(report: GameDayReport): string {
  const { figures, felt, queued, unreplicated, regions, redriven } = report;
  const { seconds } = figures;
  const verdict = verdictOf(report);
  const kept = verdict.every(({ holds }) => holds);
  const spans = felt.map(({ window: { fault, from, to } }) => ({ name: fault.name, from, to }));
  const body = `<p>${escaped(sentenceOf(report))}</p>
<p class="${kept ? 'kept' : 'broken'}">${kept ? 'No vote was lost, and it was steady before and after.' : 'A promise was broken.'}</p>
${thresholdTable(verdict)}
<h2>What users felt</h2>
<p>Milliseconds from click to acceptance, where nothing else is said. "Well after" is counted from the fault's end.</p>
${tableOf([feltColumns, ...feltRows(report)])}
${chartOf(
  'From click to acceptance',
  'milliseconds, by the second of the click',
  [
    { name: 'median', colour: 'blue', values: seconds.map(({ accepting }) => accepting.p50) },
    { name: '95 %', colour: 'amber', values: seconds.map(({ accepting }) => accepting.p95) },
  ],
  spans,
)}
${chartOf('Requests that failed', 'a second', [{ name: 'failed', colour: 'red', values: seconds.map(({ failed }) => failed) }], spans)}
${chartOf(
  'Votes',
  'a second',
  [
    { name: 'due', colour: 'grey', values: seconds.map(({ due }) => due) },
    { name: 'accepted', colour: 'green', values: seconds.map(({ accepted }) => accepted) },
  ],
  spans,
)}
${chartOf(
  'What waits',
  'messages and writes',
  [
    { name: 'not recorded', colour: 'blue', values: queued },
    { name: 'not replicated', colour: 'amber', values: unreplicated },
  ],
  spans,
)}
<h2>The faults</h2>
${tableOf([['fault', 'what it is', 'in AWS'], ...felt.map(({ window: { fault } }) => [fault.name, fault.what, fault.inAws])])}
<h2>In the end</h2>
${tableOf([['region', 'accepted', 'counted', 'lost', 'counted of nobody', 'stored otherwise', 'stored of nobody'], ...regions.map(({ region, results, stored }) => [region, ...[results.accepted, results.counted, results.lost, results.surplus, stored.missing, stored.foreign].map(String)])])}
<p>Dead letters that an operator had to put back: ${redriven}.</p>`;
  return documentOf('Game day', body);
}
