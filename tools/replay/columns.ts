import { normalize, type Table } from './csv.ts';
import { UsageError } from './errors.ts';
import type { ColumnName, ColumnNames } from './mapping.ts';

/** The header `Films [Episode I]`, as form tools write it, taken apart. */
interface HeaderParts {
  readonly title: string;
  readonly label: string;
}

/**
 * The index (from 0) of a column named by header text or number (from 1).
 * @throws UsageError where there is no such column, or several bear the text
 */
export function findColumn(table: Table, name: ColumnName): number {
  if (typeof name === 'number') {
    if (name > table.columns) throw new UsageError(`there is no column ${name}: the file has ${table.columns}`);
    return name - 1;
  }
  const matches = columnsWithHeader(table, normalize(name));
  const [first, ...others] = matches;
  if (first === undefined) throw new UsageError(`no column has the header "${name}"`);
  if (others.length > 0) {
    throw new UsageError(
      `the header "${name}" stands over columns ${matches.map((c) => c + 1).join(', ')}; name the number`,
    );
  }
  return first;
}

/** The indexes of a range or list of columns, in its order. @throws UsageError as `findColumn` does */
export function findColumns(table: Table, names: ColumnNames): number[] {
  if (typeof names !== 'string') return names.map((name) => findColumn(table, name));
  const [from = 0, to = 0] = names.split('-').map(Number);
  if (to < from) throw new UsageError(`the columns "${names}" run backwards`);
  return Array.from({ length: to - from + 1 }, (_, offset) => findColumn(table, from + offset));
}

/** The question's text over a column, empty where its first header row is blank there. */
export function headerTitle(table: Table, column: number): string {
  const text = table.headers[0]?.[column] ?? '';
  return table.headers.length === 1 ? split(text).title : text;
}

/** The text that tells a column from its neighbours: the last header row, or what stands in brackets. */
export function headerLabel(table: Table, column: number): string {
  const text = table.headers.at(-1)?.[column] ?? '';
  return table.headers.length === 1 ? split(text).label : text;
}

/** Indexes of the columns that have exactly this text in one of their header rows. */
export function columnsWithHeader(table: Table, text: string): number[] {
  const columns = Array.from({ length: table.columns }, (_, column) => column);
  return columns.filter((column) => table.headers.some((header) => header[column] === text));
}

function split(header: string): HeaderParts {
  const match = /^(?<title>.+?) ?\[(?<label>.+)\]$/.exec(header);
  return { title: match?.groups?.title ?? header, label: match?.groups?.label ?? header };
}
