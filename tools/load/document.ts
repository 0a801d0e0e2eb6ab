import { escaped, pageWith, tableWith, textTable } from '../html.ts';
import { chartStyle } from './chart.ts';
import type { Threshold } from './verdict.ts';

const style = `body { max-width: 66rem }
h1 { line-height: 1.2 }
figure { margin: 1.5rem 0 }
table { width: 100% }
th, td { padding: .3rem .6rem }
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
${chartStyle}`;

/** An HTML page that loads nothing from elsewhere and runs no script, light or dark as its reader has it. */
export function documentOf(title: string, body: string): string {
  return pageWith({ title, style, body });
}

/** @param rows cells of text; the first row is the head */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return textTable(head, body);
}

/** The promises, and which of them were kept. */
export function thresholdTable(thresholds: readonly Threshold[]): string {
  return tableWith(
    ['promise', 'promised', 'found', ''],
    thresholds.map(({ what, promised, found, holds }) => {
      const word = holds ? 'kept' : 'broken';
      return [escaped(what), escaped(promised), escaped(found), `<span class="${word}">${word}</span>`];
    }),
  );
}
