import type { PollDefinition, Question } from '../../contracts/poll.ts';
import type { PollResults, QuestionResult } from '../../contracts/results.ts';
import type { Tally } from './count.ts';

/** One count, as the file and as the API have it. */
export interface ComparedCount {
  /** Absent for the poll's own number of responses. */
  readonly question?: string;
  readonly label: string;
  readonly file: number;
  readonly results: number;
}

/**
 * Sets every count of the file beside the API's: those that either of them has, and those of every option, however
 * few chose it.
 * @param responses respondents that were to be sent
 */
export function compare(poll: PollDefinition, file: Tally, results: PollResults, responses: number): ComparedCount[] {
  const total = { label: 'responses', file: responses, results: results.responses };
  return [total, ...poll.questions.flatMap((question) => compareQuestion(question, file, results))];
}

function compareQuestion(question: Question, file: Tally, results: PollResults): ComparedCount[] {
  const inFile = file.get(question.id) ?? new Map<string, number>();
  const result = results.questions[question.id];
  const inResults = result ? resultItems(result) : new Map<string, number>();
  const labels = itemLabels(question);
  const items = new Set([...labels.keys(), ...inFile.keys(), ...inResults.keys()]);
  return [...items].map((item) => ({
    question: question.id,
    label: labels.get(item) ?? item,
    file: inFile.get(item) ?? 0,
    results: inResults.get(item) ?? 0,
  }));
}

/** A question's result under the same names that `Tally` uses. */
function resultItems(result: QuestionResult): Map<string, number> {
  const items = new Map([
    ['respondents', result.respondents],
    ['skips', result.skips],
  ]);
  const add = (prefix: string, counts: Readonly<Record<string, number>>) => {
    for (const [key, count] of Object.entries(counts)) items.set(`${prefix}/${key}`, count);
  };
  if (result.kind === 'single' || result.kind === 'multiple') add('option', result.counts);
  if (result.kind === 'rating') add('value', result.counts);
  if (result.kind === 'matrix') for (const [row, counts] of Object.entries(result.rows)) add(`cell/${row}`, counts);
  if (result.kind === 'ranking') {
    add('first', result.firstChoices);
    for (const [id, counts] of Object.entries(result.positions)) {
      counts.forEach((count, index) => {
        items.set(`position/${id}/${index + 1}`, count);
      });
    }
  }
  return items;
}

/** Everything that can be counted of a question, in words. */
function itemLabels(question: Question): Map<string, string> {
  const labels = new Map([
    ['respondents', 'respondents'],
    ['skips', 'skips'],
  ]);
  switch (question.kind) {
    case 'single':
    case 'multiple':
      for (const { id, label } of question.options) labels.set(`option/${id}`, label);
      break;
    case 'rating':
      for (let value = question.min; value <= question.max; value += 1) labels.set(`value/${value}`, String(value));
      break;
    case 'ranking':
      for (const { id, label } of question.options) {
        labels.set(`first/${id}`, `${label}: first choices`);
        for (const rank of question.options.keys())
          labels.set(`position/${id}/${rank + 1}`, `${label}: rank ${rank + 1}`);
      }
      break;
    case 'matrix':
      for (const row of question.rows) {
        for (const column of question.columns)
          labels.set(`cell/${row.id}/${column.id}`, `${row.label}: ${column.label}`);
      }
      break;
    case 'text':
      break;
  }
  return labels;
}
