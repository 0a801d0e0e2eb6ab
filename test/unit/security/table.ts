/** The rows of all tables in a page of Markdown, as their cells, each with the nearest heading; without head rows. */
export function rowsOf(page: string): { heading: string; cells: string[] }[] {
  let heading = '';
  const rows: { heading: string; cells: string[] }[] = [];
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (!line.startsWith('|')) continue;
    const cells = line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim());
    // A line of dashes follows the head of a table.
    if (cells.every((cell) => /^-+$/.test(cell))) rows.pop();
    else rows.push({ heading, cells });
  }
  return rows;
}
