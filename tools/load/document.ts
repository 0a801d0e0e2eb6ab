import { escaped } from '../forecast/chart-parts.ts';
import { chartStyle } from './chart.ts';
import type { Threshold } from './verdict.ts';

/** An HTML page that loads nothing from elsewhere and runs no script, light or dark as its reader has it. */
export function documentOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem }
h1 { line-height: 1.2 }
figure { margin: 1.5rem 0 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; width: 100% }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid #8884 }
th:first-child, td:first-child { text-align: left; padding-left: 0 }
.kept, .broken { font-weight: 600 }
.kept { color: #0f7b3f } .broken { color: #b42318 }
.key { margin-left: .75rem; white-space: nowrap }
.key::before { content: ""; display: inline-block; width: 1.2em; border-top: 3px solid; margin-right: .35em; vertical-align: middle }
.key.blue::before { color: #0b5cad } .key.green::before { color: #0f7b3f } .key.amber::before { color: #b45309 }
.key.red::before { color: #b42318 } .key.grey::before { color: #7b8794 }
@media (prefers-color-scheme: dark) {
.kept { color: #5fd38d } .broken { color: #ff8a80 }
.key.blue::before { color: #7cc0ff } .key.green::before { color: #5fd38d } .key.amber::before { color: #f7b955 }
.key.red::before { color: #ff8a80 } .key.grey::before { color: #9aa5b1 }
}
${chartStyle}
</style>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</html>
`;
}

/** @param rows cells of text; the first row is the head */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return htmlTable(
    head,
    body.map((cells) => cells.map(escaped)),
  );
}

/** The promises, and which of them were kept. */
export function thresholdTable(thresholds: readonly Threshold[]): string {
  return htmlTable(
    ['promise', 'promised', 'found', ''],
    thresholds.map(({ what, promised, found, holds }) => {
      const word = holds ? 'kept' : 'broken';
      return [escaped(what), escaped(promised), escaped(found), `<span class="${word}">${word}</span>`];
    }),
  );
}

function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${row(head.map(escaped), 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>`;
}
