import type { AnswerInput } from '../../contracts/response.ts';
import {
  type Binding,
  cellOf,
  type MatrixBinding,
  type MultipleBinding,
  type RankingBinding,
  type RatingBinding,
  splitList,
} from './binding.ts';

/** A value of the file that the poll has no place for. */
export interface Unmappable {
  readonly row: number;
  /** From 1, the first one concerned. */
  readonly column: number;
  readonly value: string;
  readonly reason: string;
}

/** What a row says to one question. */
export interface Reading {
  /** Absent where the cells are blank, or none of them can be used. */
  readonly answer?: AnswerInput;
  /** Index of the question's first column. */
  readonly column: number;
  readonly isBlank: boolean;
  readonly problems: readonly Omit<Unmappable, 'row'>[];
}

interface Cell {
  readonly column: number;
  readonly id: string;
  readonly value: string;
}

/** Turns a question's cells in one row into the answer that the API takes. */
export function readAnswer(binding: Binding, cells: readonly string[]): Reading {
  switch (binding.kind) {
    case 'single': {
      const value = cellOf(binding, cells, binding.column);
      const id = binding.cells.get(value);
      if (value === '') return blank(binding.column);
      return id === undefined ? refuse(binding.column, value, 'no such option') : accept(binding.column, id);
    }
    case 'multiple':
      return readMultiple(binding, cells);
    case 'ranking':
      return readRanking(binding, cells);
    case 'matrix':
      return readMatrix(binding, cells);
    case 'rating':
      return readRating(binding, cellOf(binding, cells, binding.column));
    case 'text': {
      const value = cellOf(binding, cells, binding.column);
      const { maxLength } = binding.question;
      if (value === '') return blank(binding.column);
      return [...value].length > maxLength
        ? refuse(binding.column, value, `above ${maxLength} characters`)
        : accept(binding.column, value);
    }
  }
}

function readMultiple(binding: MultipleBinding, cells: readonly string[]): Reading {
  const { minChoices, maxChoices = Number.POSITIVE_INFINITY } = binding.question;
  const { chosen, unknown, column, value } = readEntries(binding, cells);
  const ids = [...new Set(chosen.map(({ id }) => id))];
  const problems = unknown.map((entry) => ({ column: column + 1, value: entry, reason: 'no such option' }));
  if (ids.length === 0) return { column, isBlank: problems.length === 0, problems };
  if (ids.length < minChoices || ids.length > maxChoices) {
    const reason = `${ids.length} choices where ${minChoices} to ${maxChoices} are allowed`;
    return { column, isBlank: false, problems: [...problems, { column: column + 1, value, reason }] };
  }
  return { answer: ids, column, isBlank: false, problems };
}

function readRanking(binding: RankingBinding, cells: readonly string[]): Reading {
  const { options, minRanked = options.length } = binding.question;
  const { chosen, unknown, column, value } = readEntries(binding, cells);
  if (chosen.length + unknown.length === 0) return blank(column);
  const ranked = binding.layout === 'list' ? chosen : chosen.toSorted((a, b) => Number(a.value) - Number(b.value));
  const isRanking =
    unknown.length === 0 &&
    (binding.layout === 'list'
      ? new Set(ranked.map(({ id }) => id)).size === ranked.length
      : ranked.every((cell, index) => cell.value === String(index + 1)));
  if (!isRanking) return refuse(column, value, 'ranks must be 1, 2, 3 and so on, each once, of known options');
  if (ranked.length < minRanked) return refuse(column, value, `fewer than ${minRanked} options are ranked`);
  return accept(
    column,
    ranked.map(({ id }) => id),
  );
}

function readMatrix(binding: MatrixBinding, cells: readonly string[]): Reading {
  const column = binding.rows[0]?.column ?? 0;
  const filled = binding.rows
    .map((row) => ({ ...row, value: cellOf(binding, cells, row.column) }))
    .filter(({ value }) => value !== '');
  const known = filled.flatMap(({ id, value }) => {
    const columnId = binding.cells.get(value);
    return columnId === undefined ? [] : [[id, columnId] as const];
  });
  const problems = filled
    .filter(({ value }) => !binding.cells.has(value))
    .map((cell) => ({ column: cell.column + 1, value: cell.value, reason: 'no such option' }));
  if (known.length === 0) return { column, isBlank: filled.length === 0, problems };
  if (binding.question.allRows && known.length < binding.question.rows.length) {
    const reason = 'every row of the matrix must be answered';
    return { column, isBlank: false, problems: [...problems, { column: column + 1, value: '', reason }] };
  }
  return { answer: Object.fromEntries(known), column, isBlank: false, problems };
}

function readRating({ column, question }: RatingBinding, value: string): Reading {
  if (value === '') return blank(column);
  const number = Number(value);
  if (Number.isInteger(number) && number >= question.min && number <= question.max) return accept(column, number);
  return refuse(column, value, `not a whole number from ${question.min} to ${question.max}`);
}

/** The cells, or entries of a list cell, that name an option; and the entries that name none. */
function readEntries(binding: MultipleBinding | RankingBinding, cells: readonly string[]) {
  if (binding.layout === 'spread') {
    const filled: Cell[] = binding.options
      .map((option) => ({ ...option, value: cellOf(binding, cells, option.column) }))
      .filter(({ value }) => value !== '');
    const column = binding.options[0]?.column ?? 0;
    const unknown: string[] = [];
    return { chosen: filled, unknown, column, value: filled.map(({ value }) => value).join(', ') };
  }
  const { column } = binding;
  const value = cellOf(binding, cells, column);
  const entries = splitList(value, binding.separator);
  const chosen: Cell[] = entries.flatMap((entry) => {
    const id = binding.cells.get(entry);
    return id === undefined ? [] : [{ column, id, value: entry }];
  });
  return { chosen, unknown: entries.filter((entry) => !binding.cells.has(entry)), column, value };
}

function accept(column: number, answer: AnswerInput): Reading {
  return { answer, column, isBlank: false, problems: [] };
}

function blank(column: number): Reading {
  return { column, isBlank: true, problems: [] };
}

function refuse(column: number, value: string, reason: string): Reading {
  return { column, isBlank: false, problems: [{ column: column + 1, value, reason }] };
}
