import type { ShowIf } from '../../contracts/poll.ts';
import type { AnswerInput } from '../../contracts/response.ts';
import { readAnswer, type Unmappable } from './answers.ts';
import type { Table } from './csv.ts';
import type { Survey } from './survey.ts';

type Answers = Record<string, AnswerInput>;

/** One respondent, ready to be sent. */
export interface Respondent {
  readonly row: number;
  readonly answers: Readonly<Answers>;
}

/** The whole file as responses, and what had to stay out of them. */
export interface Responses {
  readonly respondents: readonly Respondent[];
  readonly unmappable: readonly Unmappable[];
  /** Rows that can't be sent at all: a question that must be answered has no usable answer. */
  readonly leftOutRows: ReadonlySet<number>;
  /** By row, the questions whose whole answer stays out although it has cells. */
  readonly leftOutAnswers: ReadonlyMap<number, ReadonlySet<string>>;
  /** By row, the questions that its earlier answers hide. */
  readonly hidden: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Reads every row as one respondent. */
export function readResponses(survey: Survey, table: Table): Responses {
  const readings = table.rows.map(({ number, cells }) => readRow(survey, number, cells));
  const sent = readings.filter(({ isComplete }) => isComplete);
  return {
    respondents: sent.map(({ row, answers }) => ({ row, answers })),
    unmappable: readings.flatMap(({ unmappable }) => unmappable),
    leftOutRows: new Set(readings.filter(({ isComplete }) => !isComplete).map(({ row }) => row)),
    leftOutAnswers: new Map(readings.map(({ row, leftOut }) => [row, leftOut])),
    hidden: new Map(readings.map(({ row, hidden }) => [row, hidden])),
  };
}

function readRow({ poll, bindings }: Survey, row: number, cells: readonly string[]) {
  const answers: Answers = {};
  const unmappable: Unmappable[] = [];
  const leftOut = new Set<string>();
  const hidden = new Set<string>();
  let isComplete = true;
  for (const question of poll.questions) {
    const binding = bindings.find((candidate) => candidate.question.id === question.id);
    const reading = binding ? readAnswer(binding, cells) : { column: 0, problems: [], isBlank: true };
    for (const problem of reading.problems) unmappable.push({ row, ...problem });
    const isShown = (question.showIf ?? []).every((condition) => holds(condition, answers));
    if (!isShown) {
      hidden.add(question.id);
      if (reading.answer === undefined) continue;
      leftOut.add(question.id);
      const value = JSON.stringify(reading.answer);
      unmappable.push({ row, column: reading.column + 1, value, reason: 'earlier answers hide this question' });
    } else if (reading.answer !== undefined) {
      answers[question.id] = reading.answer;
    } else {
      if (!reading.isBlank) leftOut.add(question.id);
      if (question.optional) continue;
      isComplete = false;
      const reason = `"${question.id}" must be answered, so the row stays out`;
      unmappable.push({ row, column: reading.column + 1, value: '', reason });
    }
  }
  return { row, answers, unmappable, leftOut, hidden, isComplete };
}

/** Whether an earlier answer is, or contains, one of the condition's values. */
function holds(condition: ShowIf, answers: Readonly<Answers>): boolean {
  const answer = answers[condition.question];
  const values = Array.isArray(answer) ? answer : [answer];
  return condition.anyOf.some((wanted) => values.some((value) => value === wanted));
}
