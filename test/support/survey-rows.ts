import type { Question } from '../../contracts/poll.ts';
import type { plainAnswer } from '../../domain/exports/exported-response.ts';
import { type Binding, cellOf } from '../../tools/replay/binding.ts';
import type { Survey } from '../../tools/replay/survey.ts';

/** What a row says, by the header that a CSV export gives to each cell; blank where nothing was answered. */
export type Row = Readonly<Record<string, string>>;

/** A row of a survey's file, from its very cells, however these are sent or stored. */
export function sourceRow({ bindings }: Survey, cells: readonly string[]): Row {
  return Object.fromEntries(bindings.flatMap((binding) => sourceCells(binding, cells)));
}

function sourceCells(binding: Binding, cells: readonly string[]): [string, string][] {
  const at = (column: number) => cellOf(binding, cells, column);
  const { title } = binding.question;
  switch (binding.kind) {
    case 'single':
    case 'rating':
    case 'text':
      return [[title, at(binding.column)]];
    case 'multiple': {
      if (binding.layout === 'list') throw new Error('The samples have no lists');
      const isAsked = binding.options.some(({ column }) => at(column) !== '');
      const chosen = (column: number) => (at(column) === '' ? '0' : '1');
      return binding.options.map(({ id, column }) => [
        `${title} – ${labelOf(binding.question.options, id)}`,
        isAsked ? chosen(column) : '',
      ]);
    }
    case 'ranking':
      if (binding.layout === 'list') throw new Error('The samples have no lists');
      return binding.options.map(({ id, column }) => [
        `${title} – ${labelOf(binding.question.options, id)}`,
        at(column),
      ]);
    case 'matrix':
      return binding.rows.map(({ id, column }) => [`${title} – ${labelOf(binding.question.rows, id)}`, at(column)]);
  }
}

/** The same of an answered response, as JSON Lines, an archive or the table have it. */
export function answeredRow({ poll }: Survey, answers: Readonly<Record<string, ReturnType<typeof plainAnswer>>>): Row {
  return Object.fromEntries(poll.questions.flatMap((question) => answeredCells(question, answers[question.id])));
}

function answeredCells(question: Question, answer: ReturnType<typeof plainAnswer> | undefined): [string, string][] {
  const { title } = question;
  switch (question.kind) {
    case 'single':
      return [[title, typeof answer === 'string' ? labelOf(question.options, answer) : '']];
    case 'rating':
    case 'text':
      return [[title, answer === undefined ? '' : String(answer)]];
    case 'multiple':
      return question.options.map(({ id, label }) => [
        `${title} – ${label}`,
        Array.isArray(answer) ? String(Number(answer.includes(id))) : '',
      ]);
    case 'ranking':
      return question.options.map(({ id, label }) => {
        const rank = Array.isArray(answer) ? answer.indexOf(id) + 1 : 0;
        return [`${title} – ${label}`, rank === 0 ? '' : String(rank)];
      });
    case 'matrix': {
      const chosen = (answer ?? {}) as Readonly<Record<string, string>>;
      return question.rows.map(({ id, label }) => {
        const column = chosen[id];
        return [`${title} – ${label}`, column === undefined ? '' : labelOf(question.columns, column)];
      });
    }
  }
}

function labelOf(options: readonly { readonly id: string; readonly label: string }[], id: string): string {
  return options.find((option) => option.id === id)?.label ?? id;
}
