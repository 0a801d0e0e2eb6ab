import type { TraceSummary } from '../tracing/trace-store.ts';
import type { Table } from './tables.ts';

/** How often the page shows what is new, in seconds. */
const refreshSeconds = 3;

export const statusPath = '/status';
export const statusStylePath = '/status.css';

/** The status page: no script, as there is nothing to do but to look. */
export function statusPage(tables: readonly Table[], traces: readonly TraceSummary[]): string {
  const sections = [...tables.map(tableHtml), tracesHtml(traces)].join('\n');
  return htmlOf('Status', `<h1>Groundswell on this laptop</h1>\n${sections}`, refreshSeconds);
}

/** The page of one trace, as a tree. */
export function tracePage(lines: readonly string[]): string {
  const tree = lines.map(escaped).join('\n');
  const back = `<p><a href="${statusPath}">Status</a></p>`;
  return htmlOf('Trace', `${back}\n<h1>Trace</h1>\n<div class="scroll" tabindex="0"><pre>${tree}</pre></div>`);
}

function htmlOf(title: string, body: string, refresh?: number): string {
  const again = refresh === undefined ? '' : `\n<meta http-equiv="refresh" content="${refresh}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${again}
<title>${title} · Groundswell</title>
<link rel="stylesheet" href="${statusStylePath}">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function tableHtml({ title, columns, rows }: Table): string {
  if (rows.length === 0) return `<section><h2>${title}</h2><p>Nothing yet.</p></section>`;
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows.map(({ cells, isBad }) => {
    const [name = '', ...values] = cells;
    const figures = values.map((value) => `<td>${escaped(value)}</td>`).join('');
    return `<tr${isBad ? ' class="bad"' : ''}><th scope="row">${escaped(name)}</th>${figures}</tr>`;
  });
  return `<section><h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table></div></section>`;
}

function tracesHtml(traces: readonly TraceSummary[]): string {
  const items = traces.map(({ traceId, name, spans, errors, durationMs }) => {
    const failed = errors === 0 ? '' : `, ${errors} failed`;
    const link = `<a href="${statusPath}/traces/${encodeURIComponent(traceId)}">${escaped(name)}</a>`;
    return `<li${errors === 0 ? '' : ' class="bad"'}>${link} ${spans} spans${failed}, ${Math.round(durationMs)} ms</li>`;
  });
  const list = items.length === 0 ? '<p>Nothing yet.</p>' : `<ul>\n${items.join('\n')}\n</ul>`;
  return `<section><h2>Newest traces</h2>${list}</section>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
