const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Values as a line of so many characters, each the greatest of its part; full height is the greatest of all. Places go
 * by the square root of time, as in the charts: a burst is short, and its aftermath long.
 */
export function sparkline(values: readonly number[], width: number): string {
  const most = values.reduce((one, other) => Math.max(one, other), 0);
  const columns = Math.min(width, values.length);
  const start = (column: number) =>
    Math.floor(values.length <= width ? column : (column / columns) ** 2 * values.length);
  return Array.from({ length: columns }, (_, column) => {
    const part = values.slice(start(column), Math.max(start(column) + 1, start(column + 1)));
    const value = part.reduce((one, other) => Math.max(one, other), 0);
    const height = most === 0 ? 0 : Math.ceil((value / most) * (blocks.length - 1));
    return blocks[height] ?? ' ';
  }).join('');
}
