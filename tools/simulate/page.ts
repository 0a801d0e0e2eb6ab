import { escaped } from '../forecast/chart-parts.ts';
import { chartOf } from './chart.ts';
import type { SimulationReport } from './report.ts';
import { figureRows, headSentence, limitRows } from './words.ts';

/** The report as one HTML page: nothing is loaded from elsewhere, and no script runs. */
export function pageOf(report: SimulationReport): string {
  const limits = limitRows(report);
  const names = report.variants.map(({ name }) => name);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Simulation of ${escaped(report.stage)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem }
svg { width: 100%; height: auto }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap }
th:first-child, td:first-child { text-align: left; padding-left: 0 }
</style>
<main>
<h1>Simulation of ${escaped(report.stage)}</h1>
<p>${escaped(headSentence(report))}</p>
${chartOf(report)}
<h2>What it comes to</h2>
${table(['', ...names], figureRows(report))}
<h2>What is met first, and for how long</h2>
${
  limits.length === 0
    ? '<p>No limit is met.</p>'
    : table(
        ['', ...names],
        limits.map(({ words, cells }) => [words.name, ...cells]),
      )
}
<ol>
${limits.map(({ words }) => `<li><b>${escaped(words.name)}:</b> ${escaped(words.effect)}. ${escaped(words.action)}</li>`).join('\n')}
</ol>
</main>
</html>
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>`;
}
