import type { Question, QuestionKind } from '../../contracts/poll.ts';
import { normalize } from './csv.ts';

interface Bound<K extends QuestionKind> {
  readonly kind: K;
  readonly question: Extract<Question, { kind: K }>;
  /** Cells that mean the same as a blank one. */
  readonly ignore: ReadonlySet<string>;
}

/** From a cell's text to the id of the option that it means. */
export type CellMap = ReadonlyMap<string, string>;

/** A column that stands for one option, or one row of a matrix. */
export interface OptionColumn {
  readonly column: number;
  readonly id: string;
}

/** One cell holds the whole list. */
export interface ListCell {
  readonly layout: 'list';
  readonly column: number;
  readonly separator: string;
  readonly cells: CellMap;
}

/** Each option has a column. */
export interface Spread {
  readonly layout: 'spread';
  readonly options: readonly OptionColumn[];
}

export type SingleBinding = Bound<'single'> & { readonly column: number; readonly cells: CellMap };
export type MultipleBinding = Bound<'multiple'> & (ListCell | Spread);
export type RankingBinding = Bound<'ranking'> & (ListCell | Spread);
export type MatrixBinding = Bound<'matrix'> & { readonly rows: readonly OptionColumn[]; readonly cells: CellMap };
export type RatingBinding = Bound<'rating'> & { readonly column: number };
export type TextBinding = Bound<'text'> & { readonly column: number };

/**
 * Where the answers of a question stand in the file. Column indexes count from 0. Both ways to read the file,
 * the one that sends and the one that counts, follow these and nothing else.
 */
export type Binding = SingleBinding | MultipleBinding | RankingBinding | MatrixBinding | RatingBinding | TextBinding;

/** A cell as it counts for a question: blank where it is ignored. */
export function cellOf(binding: Binding, cells: readonly string[], column: number): string {
  const cell = cells[column] ?? '';
  return binding.ignore.has(cell) ? '' : cell;
}

/** The entries of a list cell. Form tools end lists with a separator too, so empty ones don't count. */
export function splitList(cell: string, separator: string): string[] {
  return cell
    .split(separator)
    .map(normalize)
    .filter((entry) => entry !== '');
}
