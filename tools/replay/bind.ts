import { limits } from '../../contracts/limits.ts';
import type { Option, Question } from '../../contracts/poll.ts';
import { type Binding, type CellMap, type ListCell, type OptionColumn, type Spread, splitList } from './binding.ts';
import { type CellOption, cellMap, listOptions, matchOptions } from './choices.ts';
import { findColumn, findColumns, headerLabel, headerTitle } from './columns.ts';
import { normalize, type Table } from './csv.ts';
import { UsageError } from './errors.ts';
import type { Choices, MappedQuestion } from './mapping.ts';

type Mapped<K extends Question['kind']> = Extract<MappedQuestion, { kind: K }>;
type Known<K extends Question['kind']> = Extract<Question, { kind: K }> | undefined;
type Base = Pick<Question, 'id' | 'title' | 'optional'>;

/**
 * Finds a mapped question's columns and options.
 * @param place names the question in errors
 * @param known the question of a poll written by hand; without it, the question is made from the mapping
 * @throws UsageError where a column or option isn't there, or the kinds differ
 */
export function bindQuestion(mapped: MappedQuestion, table: Table, place: string, known?: Question): Binding {
  try {
    return bindKind(mapped, table, known);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${place}: ${error.message}`) : error;
  }
}

function bindKind(mapped: MappedQuestion, table: Table, known?: Question): Binding {
  switch (mapped.kind) {
    case 'single':
      return bindSingle(mapped, table, sameKind('single', known));
    case 'multiple':
      return bindMultiple(mapped, table, sameKind('multiple', known));
    case 'ranking':
      return bindRanking(mapped, table, sameKind('ranking', known));
    case 'matrix':
      return bindMatrix(mapped, table, sameKind('matrix', known));
    case 'rating': {
      const column = findColumn(table, mapped.column);
      const { min, max, nps } = mapped;
      const made = { ...baseOf(mapped, table, column), kind: 'rating' as const, min, max, nps };
      return { kind: 'rating', question: sameKind('rating', known) ?? made, column, ignore: ignored(mapped) };
    }
    case 'text': {
      const column = findColumn(table, mapped.column);
      const maxLength = limits.textAnswerLength;
      const made = { ...baseOf(mapped, table, column), kind: 'text' as const, maxLength };
      return { kind: 'text', question: sameKind('text', known) ?? made, column, ignore: ignored(mapped) };
    }
  }
}

function bindSingle(mapped: Mapped<'single'>, table: Table, known: Known<'single'>): Binding {
  const column = findColumn(table, mapped.column);
  const options = cellOptions(mapped.options, distinct(table, [column], ignored(mapped)), known?.options);
  const made = { ...baseOf(mapped, table, column), kind: 'single' as const, options: withoutCells(options) };
  return { kind: 'single', question: known ?? made, column, cells: cellMap(options), ignore: ignored(mapped) };
}

function bindMultiple(mapped: Mapped<'multiple'>, table: Table, known: Known<'multiple'>): Binding {
  const { first, options, source } = bindList(mapped, table, known?.options);
  const made = { ...baseOf(mapped, table, first), kind: 'multiple' as const, options, minChoices: 1 };
  return { kind: 'multiple', question: known ?? made, ignore: ignored(mapped), ...source };
}

/** A made ranking takes partial ones, since people leave ranks out. */
function bindRanking(mapped: Mapped<'ranking'>, table: Table, known: Known<'ranking'>): Binding {
  const { first, options, source } = bindList(mapped, table, known?.options);
  const made = { ...baseOf(mapped, table, first), kind: 'ranking' as const, options, minRanked: 1 };
  return { kind: 'ranking', question: known ?? made, ignore: ignored(mapped), ...source };
}

function bindMatrix(mapped: Mapped<'matrix'>, table: Table, known: Known<'matrix'>): Binding {
  const columns = findColumns(table, mapped.columns);
  const rows = columnOptions(mapped.rows, table, columns, known?.rows);
  const options = cellOptions(mapped.options, distinct(table, columns, ignored(mapped)), known?.columns);
  const made = {
    ...baseOf(mapped, table, columns[0] ?? 0),
    kind: 'matrix' as const,
    rows: withoutCells(rows),
    columns: withoutCells(options),
    allRows: false,
  };
  const cells: CellMap = cellMap(options);
  return { kind: 'matrix', question: known ?? made, rows: pair(columns, rows), cells, ignore: ignored(mapped) };
}

/** The options of a question whose answer is a list, in either layout, and the first of its columns. */
function bindList(mapped: Mapped<'multiple' | 'ranking'>, table: Table, known?: readonly Option[]) {
  if (mapped.columns !== undefined) {
    const columns = findColumns(table, mapped.columns);
    const options = columnOptions(mapped.options, table, columns, known);
    const source: Spread = { layout: 'spread', options: pair(columns, options) };
    return { first: columns[0] ?? 0, options: withoutCells(options), source };
  }
  const column = findColumn(table, mapped.column ?? '');
  const { separator } = mapped;
  const values = distinct(table, [column], ignored(mapped)).flatMap((cell) => splitList(cell, separator));
  const options = cellOptions(mapped.options, [...new Set(values)], known);
  const source: ListCell = { layout: 'list', column, separator, cells: cellMap(options) };
  return { first: column, options: withoutCells(options), source };
}

/** Options whose labels are cells. */
function cellOptions(choices: Choices, values: readonly string[], known?: readonly Option[]): CellOption[] {
  if (!known) return listOptions(choices, values);
  if (choices === 'auto') return known.map((option) => ({ ...option, cells: [normalize(option.label)] }));
  return matchOptions(listOptions(choices, []), known);
}

/** Options whose labels are headers, one for each column. */
function columnOptions(
  choices: Choices,
  table: Table,
  columns: readonly number[],
  known?: readonly Option[],
): CellOption[] {
  const listed = listOptions(
    choices,
    columns.map((column) => headerLabel(table, column)),
  );
  if (listed.length !== columns.length) {
    throw new UsageError(`${listed.length} options are listed for ${columns.length} columns`);
  }
  if (listed.some(({ label }) => label === ''))
    throw new UsageError('a column has no header; list the options by hand');
  return known ? matchOptions(listed, known) : listed;
}

function pair(columns: readonly number[], options: readonly Option[]): OptionColumn[] {
  return options.map(({ id }, index) => ({ id, column: columns[index] ?? 0 }));
}

function withoutCells(options: readonly CellOption[]): Option[] {
  return options.map(({ id, label }) => ({ id, label }));
}

function ignored(mapped: MappedQuestion): ReadonlySet<string> {
  return new Set(mapped.ignore.map(normalize));
}

function baseOf(mapped: MappedQuestion, table: Table, column: number): Base {
  const title = mapped.title ?? headerTitle(table, column).slice(0, limits.labelLength);
  if (title === '') throw new UsageError(`column ${column + 1} has no header; give the question a "title"`);
  return { id: mapped.id, title, optional: true };
}

function distinct(table: Table, columns: readonly number[], ignore: ReadonlySet<string>): string[] {
  const values = new Set(table.rows.flatMap(({ cells }) => columns.map((column) => cells[column] ?? '')));
  return [...values].filter((value) => value !== '' && !ignore.has(value));
}

function sameKind<K extends Question['kind']>(kind: K, known: Question | undefined): Known<K> {
  if (known && known.kind !== kind)
    throw new UsageError(`it is a ${kind} question here and a ${known.kind} one in the poll`);
  return known as Known<K>;
}
