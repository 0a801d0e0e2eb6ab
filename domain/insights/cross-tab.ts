import type { CrossTab } from '../../contracts/insights.ts';
import type { Question } from '../../contracts/poll.ts';
import type { StoredAnswer } from '../../contracts/response.ts';
import type { InsightFold, StoredForInsights } from './ports.ts';

export type CrossTabOutcome = Pick<CrossTab, 'rows' | 'columns' | 'cells'>;

/** A question that can be a side of a cross-tab. */
export type TabQuestion = Extract<Question, { kind: 'single' | 'multiple' | 'rating' }>;

export function isTabQuestion(question: Question): question is TabQuestion {
  return question.kind === 'single' || question.kind === 'multiple' || question.kind === 'rating';
}

/**
 * Counts the responses that answered both questions by their answers to them. One that chose several options counts
 * in several cells, and in the total of each option once.
 */
export class CrossTabFold implements InsightFold<CrossTabOutcome> {
  readonly #rows: TabQuestion;
  readonly #columns: TabQuestion;
  readonly #rowTotals: Map<string, number>;
  readonly #columnTotals: Map<string, number>;
  readonly #cells: Map<string, Map<string, number>>;

  constructor(rows: TabQuestion, columns: TabQuestion) {
    this.#rows = rows;
    this.#columns = columns;
    this.#rowTotals = zeros(rows);
    this.#columnTotals = zeros(columns);
    this.#cells = new Map([...this.#rowTotals.keys()].map((row) => [row, zeros(columns)]));
  }

  add({ answers }: StoredForInsights): void {
    const rows = chosen(answers[this.#rows.id]).filter((row) => this.#rowTotals.has(row));
    const columns = chosen(answers[this.#columns.id]).filter((column) => this.#columnTotals.has(column));
    if (rows.length === 0 || columns.length === 0) return;
    for (const row of rows) {
      increment(this.#rowTotals, row);
      const cells = this.#cells.get(row);
      if (cells) for (const column of columns) increment(cells, column);
    }
    for (const column of columns) increment(this.#columnTotals, column);
  }

  outcome(): CrossTabOutcome {
    return {
      rows: { question: this.#rows.id, totals: Object.fromEntries(this.#rowTotals) },
      columns: { question: this.#columns.id, totals: Object.fromEntries(this.#columnTotals) },
      cells: Object.fromEntries([...this.#cells].map(([row, cells]) => [row, Object.fromEntries(cells)])),
    };
  }
}

/** Every option, or every point of the scale, with 0. */
function zeros(question: TabQuestion): Map<string, number> {
  const names =
    question.kind === 'rating'
      ? Array.from({ length: question.max - question.min + 1 }, (_, index) => String(question.min + index))
      : question.options.map(({ id }) => id);
  return new Map(names.map((name) => [name, 0]));
}

function chosen(answer: StoredAnswer | undefined): readonly string[] {
  if (answer === undefined) return [];
  if ('s' in answer) return [answer.s];
  if ('m' in answer) return [...new Set(answer.m)];
  return 'r' in answer ? [String(answer.r)] : [];
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
