import { type Binding, cellOf, type RankingBinding, splitList } from './binding.ts';
import type { Table } from './csv.ts';
import type { Responses } from './rows.ts';
import type { Survey } from './survey.ts';

/**
 * Counts by question id, then by what is counted: `respondents`, `skips`, `option/ID`, `first/ID`,
 * `position/ID/RANK` (1 is best), `value/NUMBER`, `cell/ROW/COLUMN`.
 */
export type Tally = Map<string, Map<string, number>>;

/** What the reading of the rows decided: it says which cells count, never what they say. */
export type LeftOut = Pick<Responses, 'leftOutRows' | 'leftOutAnswers' | 'hidden'>;

/**
 * Counts the file's own cells, column by column. It doesn't look at the answers that are sent, so that a fault in
 * making or sending them shows as a difference.
 */
export function countFile(survey: Survey, table: Table, leftOut: LeftOut): Tally {
  const rows = table.rows.filter(({ number }) => !leftOut.leftOutRows.has(number));
  return new Map(
    survey.poll.questions.map(({ id }) => {
      const binding = survey.bindings.find(({ question }) => question.id === id);
      const shown = rows.filter(({ number }) => !leftOut.hidden.get(number)?.has(id));
      const counts = new Map<string, number>();
      let respondents = 0;
      for (const { number, cells } of shown) {
        if (!binding || leftOut.leftOutAnswers.get(number)?.has(id)) continue;
        const items = itemsOf(binding, cells);
        if (items.size > 0) respondents += 1;
        for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
      }
      if (binding?.kind === 'text') counts.clear();
      return [id, new Map([['respondents', respondents], ['skips', shown.length - respondents], ...counts])];
    }),
  );
}

/** What one row adds to the counts of a question. */
function itemsOf(binding: Binding, cells: readonly string[]): Set<string> {
  const at = (column: number) => cellOf(binding, cells, column);
  const optionAt = (map: ReadonlyMap<string, string>, cell: string, prefix: string) => {
    const id = map.get(cell);
    return id === undefined ? [] : [`${prefix}/${id}`];
  };
  switch (binding.kind) {
    case 'single':
      return new Set(optionAt(binding.cells, at(binding.column), 'option'));
    case 'multiple':
      return new Set(
        binding.layout === 'spread'
          ? binding.options.filter(({ column }) => at(column) !== '').map(({ id }) => `option/${id}`)
          : splitList(at(binding.column), binding.separator).flatMap((cell) => optionAt(binding.cells, cell, 'option')),
      );
    case 'ranking':
      return rankItems(binding, at);
    case 'matrix':
      return new Set(binding.rows.flatMap(({ column, id }) => optionAt(binding.cells, at(column), `cell/${id}`)));
    case 'rating': {
      const value = at(binding.column);
      return new Set(value === '' ? [] : [`value/${Number(value)}`]);
    }
    case 'text':
      return new Set(at(binding.column) === '' ? [] : ['text']);
  }
}

function rankItems(binding: RankingBinding, at: (column: number) => string): Set<string> {
  const ranks =
    binding.layout === 'spread'
      ? binding.options.map(({ column, id }) => ({ id, rank: at(column) }))
      : splitList(at(binding.column), binding.separator).map((cell, index) => ({
          id: binding.cells.get(cell) ?? '',
          rank: String(index + 1),
        }));
  const filled = ranks.filter(({ rank }) => rank !== '');
  const firsts = filled.filter(({ rank }) => rank === '1').map(({ id }) => `first/${id}`);
  return new Set([...filled.map(({ id, rank }) => `position/${id}/${rank}`), ...firsts]);
}
