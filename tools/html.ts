/** A text that can't be taken for markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * An HTML page that loads nothing from elsewhere and runs no script, light or dark as its reader has it.
 * @param heading @default the title
 * @param style rules of the page's own, behind those that all pages have
 * @param body markup
 */
export function pageWith(page: { title: string; heading?: string; style: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(page.title)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .5rem; text-align: right; border-bottom: 1px solid #8884 }
th:first-child, td:first-child { text-align: left; padding-left: 0 }
${page.style}
</style>
<main>
<h1>${escaped(page.heading ?? page.title)}</h1>
${page.body}
</main>
</html>
`;
}

/** @param head texts @param rows each the markup of its cells */
export function tableWith(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${row(head.map(escaped), 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>`;
}

/** A table of texts. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return tableWith(
    head,
    rows.map((cells) => cells.map(escaped)),
  );
}
