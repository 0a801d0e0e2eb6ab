import type { ExportRequest } from '../../contracts/exports.ts';
import type { Option, PollDefinition, Question } from '../../contracts/poll.ts';
import type { StoredAnswer } from '../../contracts/response.ts';
import type { ExportedResponse } from './exported-response.ts';

/** A cell; nothing was answered where there is none. */
export type Cell = string | number | undefined;

/** A column of a CSV file, and how a response fills it. */
export interface Column {
  readonly header: string;
  cell(response: ExportedResponse): Cell;
}

type Wording = ExportRequest['wording'];

/**
 * The columns of a poll: what tells the response, its metadata, then each question: one column, or one for each choice
 * (multiple: 1 or 0; ranking: the position, counted from 1) or row (matrix).
 */
export function columnsOf(poll: Pick<PollDefinition, 'questions' | 'metadata'>, wording: Wording): Column[] {
  return unlike([
    { header: 'response_id', cell: ({ responseId }) => responseId },
    { header: 'submitted_at', cell: ({ submittedAt }) => new Date(submittedAt).toISOString() },
    { header: 'country', cell: ({ country }) => country },
    { header: 'device', cell: ({ device }) => device },
    ...poll.metadata.map(({ id }) => ({ header: id, cell: ({ metadata }: ExportedResponse) => own(metadata, id) })),
    ...poll.questions.flatMap((question) => columnsOfQuestion(question, wording)),
  ]);
}

function columnsOfQuestion(question: Question, wording: Wording): Column[] {
  const title = named({ id: question.id, label: question.title }, wording);
  const column = (header: string, cell: (answer: StoredAnswer) => Cell): Column => ({
    header,
    cell({ answers }) {
      const answer = own(answers, question.id);
      return answer === undefined ? undefined : cell(answer);
    },
  });
  const part = (option: Option, separator: string) => `${title}${separator}${named(option, wording)}`;
  const separator = wording === 'ids' ? '.' : ' – ';
  switch (question.kind) {
    case 'single':
      return [column(title, (answer) => ('s' in answer ? labelOf(question.options, answer.s, wording) : undefined))];
    case 'rating':
      return [column(title, (answer) => ('r' in answer ? answer.r : undefined))];
    case 'text':
      return [column(title, (answer) => ('t' in answer ? answer.t : undefined))];
    case 'multiple':
      return question.options.map((option) =>
        column(part(option, separator), (answer) => ('m' in answer ? Number(answer.m.includes(option.id)) : undefined)),
      );
    case 'ranking':
      return question.options.map((option) =>
        column(part(option, separator), (answer) => {
          const position = 'k' in answer ? answer.k.indexOf(option.id) : -1;
          return position < 0 ? undefined : position + 1;
        }),
      );
    case 'matrix':
      return question.rows.map((row) =>
        column(part(row, separator), (answer) => {
          const chosen = 'x' in answer ? own(answer.x, row.id) : undefined;
          return chosen === undefined ? undefined : labelOf(question.columns, chosen, wording);
        }),
      );
  }
}

function labelOf(options: readonly Option[], id: string, wording: Wording): string {
  const option = options.find((candidate) => candidate.id === id);
  return option ? named(option, wording) : id;
}

function named({ id, label }: Option, wording: Wording): string {
  return wording === 'ids' ? id : label;
}

/** A voter may have been asked for `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Two questions may have the same title: a number behind it keeps their columns apart. */
function unlike(columns: readonly Column[]): Column[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const times = (seen.get(column.header) ?? 0) + 1;
    seen.set(column.header, times);
    return times === 1 ? column : { ...column, header: `${column.header} (${times})` };
  });
}
