import { limits } from '../../contracts/limits.ts';
import type { Option } from '../../contracts/poll.ts';
import { normalize } from './csv.ts';
import { UsageError } from './errors.ts';
import type { Choices } from './mapping.ts';

/** An option together with the cells that mean it. */
export interface CellOption extends Option {
  readonly cells: readonly string[];
}

/**
 * The options that a mapping lists, or, for `auto`, one for each label in its order of appearance.
 * @param labels what the file itself offers: distinct cells of a column, or headers of several
 * @throws UsageError where there are more than a question may have
 */
export function listOptions(choices: Choices, labels: readonly string[]): CellOption[] {
  const listed = choices === 'auto' ? labels : choices;
  if (listed.length > limits.options) {
    const hint = choices === 'auto' ? '; is it a text question?' : '';
    throw new UsageError(
      `it has ${listed.length} different values, above the ${limits.options} options of a question${hint}`,
    );
  }
  const taken = new Set<string>();
  return listed.map((entry) => {
    const { label, id, cells } = typeof entry === 'string' ? { label: entry } : entry;
    return { id: id ?? makeId(label, taken), label, cells: (cells ?? [label]).map(normalize) };
  });
}

/**
 * Gives listed options the ids of a poll that was written by hand.
 * @throws UsageError where the poll has no such option
 */
export function matchOptions(listed: readonly CellOption[], options: readonly Option[]): CellOption[] {
  return listed.map((entry) => {
    const match =
      options.find(({ label }) => normalize(label) === normalize(entry.label)) ??
      options.find(({ id }) => id === entry.id);
    if (!match) throw new UsageError(`the poll has no option "${entry.label}"`);
    return { ...match, cells: entry.cells };
  });
}

/** From a cell to the option that it means. @throws UsageError where two options claim one cell */
export function cellMap(options: readonly CellOption[]): Map<string, string> {
  const cells = new Map<string, string>();
  for (const option of options) {
    for (const cell of option.cells) {
      if (cells.has(cell)) throw new UsageError(`the cell "${cell}" means two options`);
      cells.set(cell, option.id);
    }
  }
  return cells;
}

/** An id that the API takes, made from a label's letters and digits, and not yet taken. */
function makeId(label: string, taken: Set<string>): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const stem =
    plain
      .replace(/^-+/, '')
      .slice(0, limits.idLength - 4)
      .replace(/-+$/, '') || 'option';
  let id = stem;
  for (let number = 2; taken.has(id); number += 1) id = `${stem}-${number}`;
  taken.add(id);
  return id;
}
