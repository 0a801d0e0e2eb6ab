import { basename } from 'node:path';
import { limits } from '../../contracts/limits.ts';
import { decode, type Encoding, parseTable, readBytes, type Table } from './csv.ts';
import { UsageError } from './errors.ts';
import type { MappingInput } from './mapping.ts';

type Draft = MappingInput['questions'][number];

/** Distinct whole numbers from 0 to 10 that make a column look like a rating and not like codes of options. */
const ratingValues = 4;

/**
 * Guesses a mapping for a person to go over: neighbouring columns under one title become one question, a column
 * that is different for everybody is left out as an identifier.
 * @throws UsageError where the file can't be read, or holds nothing that looks like a question
 */
export function draftMapping(file: string): MappingInput {
  const bytes = readBytes(file);
  const encoding = guessEncoding(bytes);
  const text = decode(bytes, encoding, file);
  const format = { delimiter: ',', headerRows: 1 };
  const headerRows = hasSecondHeader(parseTable(text, format, file)) ? 2 : 1;
  const table = parseTable(text, { ...format, headerRows }, file);
  const questions = groups(table).flatMap((columns) => draftQuestion(table, columns));
  if (questions.length === 0) throw new UsageError(`${file} has no column that looks like a question`);
  return { title: basename(file, '.csv'), encoding, headerRows, questions };
}

function guessEncoding(bytes: Uint8Array): Encoding {
  try {
    decode(bytes, 'utf-8', '');
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Titles that span several columns leave blanks in the first row, which the second one fills. */
function hasSecondHeader({ headers, rows }: Table): boolean {
  return (headers[0] ?? []).some((title, column) => title === '' && (rows[0]?.cells[column] ?? '') !== '');
}

/** Indexes of columns that belong together: one with a title and the untitled ones after it. */
function groups({ headers, columns }: Table): number[][] {
  const result: number[][] = [];
  for (let column = 0; column < columns; column += 1) {
    const last = result.at(-1);
    if (last && headers[0]?.[column] === '') last.push(column);
    else result.push([column]);
  }
  return result;
}

function draftQuestion(table: Table, columns: readonly number[]): Draft[] {
  const [first = 0] = columns;
  const id = `q${first + 1}`;
  const values = columns.map((column) => new Set(table.rows.map(({ cells }) => cells[column] ?? '').filter(Boolean)));
  const distinct = new Set(values.flatMap((set) => [...set]));
  if (columns.length > 1) {
    const range = `${first + 1}-${first + columns.length}`;
    if (values.every(({ size }) => size <= 1)) return [{ id, kind: 'multiple', columns: range }];
    const isRanks = [...distinct].every((value) => /^\d+$/.test(value) && Number(value) <= columns.length);
    return [{ id, kind: isRanks ? 'ranking' : 'matrix', columns: range }];
  }
  const column = first + 1;
  if (distinct.size === 0 || (distinct.size > 1 && distinct.size === table.rows.length)) return [];
  if (distinct.size > limits.options) return [{ id, kind: 'text', column }];
  const numbers = [...distinct].map(Number);
  const isRating = distinct.size >= ratingValues && numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= 10);
  if (isRating) return [{ id, kind: 'rating', column, min: Math.min(...numbers), max: Math.max(...numbers) }];
  return [{ id, kind: 'single', column }];
}
