import { escaped, pageWith, textTable } from '../html.ts';
import { chartOf } from './chart.ts';
import type { SimulationReport } from './report.ts';
import { figureRows, headSentence, limitRows } from './words.ts';

const style = `svg { width: 100%; height: auto }
th, td { padding: .25rem .75rem; white-space: nowrap }`;

/** The report as one HTML page: nothing is loaded from elsewhere, and no script runs. */
export function pageOf(report: SimulationReport): string {
  const limits = limitRows(report);
  const names = report.variants.map(({ name }) => name);
  const body = `<p>${escaped(headSentence(report))}</p>
${chartOf(report)}
<h2>What it comes to</h2>
${textTable(['', ...names], figureRows(report))}
<h2>What is met first, and for how long</h2>
${
  limits.length === 0
    ? '<p>No limit is met.</p>'
    : textTable(
        ['', ...names],
        limits.map(({ words, cells }) => [words.name, ...cells]),
      )
}
<ol>
${limits.map(({ words }) => `<li><b>${escaped(words.name)}:</b> ${escaped(words.effect)}. ${escaped(words.action)}</li>`).join('\n')}
</ol>`;
  return pageWith({ title: `Simulation of ${report.stage}`, style, body });
}
