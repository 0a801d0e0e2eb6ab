import { limits } from '../../contracts/limits.ts';
import type { Question } from '../../contracts/poll.ts';
import type { FieldError } from '../../contracts/problems.ts';
import type { AnswerInput, StoredAnswer, Submission } from '../../contracts/response.ts';
import { textFault } from '../../contracts/text.ts';
import type { Poll } from '../polls/poll.ts';
import { Problem, pointer } from '../problem.ts';
import { isShown } from './show-if.ts';

export interface CheckedAnswers {
  readonly answers: Record<string, StoredAnswer>;
  readonly skipped: string[];
  readonly metadata: Record<string, string>;
}

/**
 * Holds a submission against its poll.
 * @throws Problem `invalid-content` that names each field and the rule that it breaks
 */
export function checkAnswers(poll: Pick<Poll, 'questions' | 'metadata'>, submission: Submission): CheckedAnswers {
  const fieldErrors: FieldError[] = [];
  const answers = new Map<string, StoredAnswer>();
  const skipped: string[] = [];
  for (const question of poll.questions) {
    const input = own(submission.answers, question.id);
    const at = pointer('answers', question.id);
    if (!isShown(question, answers)) {
      if (input !== undefined) fieldErrors.push({ pointer: at, detail: 'is hidden by the earlier answers' });
    } else if (input === undefined) {
      if (question.optional) skipped.push(question.id);
      else fieldErrors.push({ pointer: at, detail: 'is required' });
    } else {
      const checked = checkAnswer(question, input);
      if ('error' in checked) fieldErrors.push({ pointer: at + (checked.at ?? ''), detail: checked.error });
      else answers.set(question.id, checked.answer);
    }
  }
  const known = new Set(poll.questions.map((question) => question.id));
  for (const id of Object.keys(submission.answers)) {
    if (!known.has(id)) fieldErrors.push({ pointer: pointer('answers', id), detail: 'is no question of this poll' });
  }
  const metadata = checkMetadata(poll, submission.metadata ?? {}, fieldErrors);
  if (fieldErrors.length > 0) throw new Problem('invalid-content', 'The response breaks a rule.', { fieldErrors });
  return { answers: Object.fromEntries(answers), skipped, metadata };
}

type Checked = { readonly answer: StoredAnswer } | { readonly error: string; readonly at?: string };

function checkAnswer(question: Question, input: AnswerInput): Checked {
  switch (question.kind) {
    case 'single':
      if (typeof input !== 'string') return { error: 'must be an option id' };
      return has(question.options, input) ? { answer: { s: input } } : { error: `"${input}" is no option` };
    case 'multiple': {
      const most = question.maxChoices ?? question.options.length;
      return choices(question.options, input, question.minChoices, most, (m) => ({ m }));
    }
    case 'ranking': {
      const least = question.minRanked ?? question.options.length;
      return choices(question.options, input, least, question.options.length, (k) => ({ k }));
    }
    case 'rating':
      return typeof input === 'number' && Number.isInteger(input) && input >= question.min && input <= question.max
        ? { answer: { r: input } }
        : { error: `must be a whole number from ${question.min} to ${question.max}` };
    case 'matrix':
      return checkMatrix(question, input);
    case 'text':
      return checkText(question, input);
  }
}

function choices(
  options: readonly { id: string }[],
  input: AnswerInput,
  least: number,
  most: number,
  store: (ids: string[]) => StoredAnswer,
): Checked {
  if (!Array.isArray(input)) return { error: 'must be a list of option ids' };
  for (const [index, id] of input.entries()) {
    if (!has(options, id)) return { error: `"${id}" is no option`, at: pointer(index) };
    if (input.indexOf(id) < index) return { error: `repeats "${id}"`, at: pointer(index) };
  }
  if (input.length < least) return { error: `must have at least ${least} of the options` };
  if (input.length > most) return { error: `must have at most ${most} of the options` };
  return { answer: store(input) };
}

function checkMatrix(question: Extract<Question, { kind: 'matrix' }>, input: AnswerInput): Checked {
  if (typeof input !== 'object' || Array.isArray(input)) return { error: 'must be an object of row id to column id' };
  const rows = Object.entries(input);
  for (const [row, column] of rows) {
    if (!has(question.rows, row)) return { error: `"${row}" is no row`, at: pointer(row) };
    if (!has(question.columns, column)) return { error: `"${column}" is no column`, at: pointer(row) };
  }
  if (question.allRows && rows.length < question.rows.length) return { error: 'must answer every row' };
  if (rows.length === 0) return { error: 'must answer at least one row' };
  return { answer: { x: Object.fromEntries(rows) } };
}

function checkText(question: Extract<Question, { kind: 'text' }>, input: AnswerInput): Checked {
  if (typeof input !== 'string') return { error: 'must be a text' };
  if (input.trim() === '') return { error: 'must not be empty' };
  const fault = textFault(input);
  if (fault !== undefined) return { error: fault };
  const text = input.normalize('NFC');
  return [...text].length > question.maxLength
    ? { error: `must be at most ${question.maxLength} characters` }
    : { answer: { t: text } };
}

function checkMetadata(
  poll: Pick<Poll, 'metadata'>,
  given: Readonly<Record<string, string>>,
  fieldErrors: FieldError[],
): Record<string, string> {
  const declared = new Map(poll.metadata.map((field) => [field.id, field]));
  for (const [id, value] of Object.entries(given)) {
    const most = Math.min(declared.get(id)?.maxLength ?? 0, limits.metadataValueLength);
    const at = pointer('metadata', id);
    const fault = textFault(value);
    if (!declared.has(id)) fieldErrors.push({ pointer: at, detail: 'is no metadata field of this poll' });
    else if ([...value].length > most) fieldErrors.push({ pointer: at, detail: `must be at most ${most} characters` });
    else if (fault !== undefined) fieldErrors.push({ pointer: at, detail: fault });
  }
  for (const field of declared.values()) {
    if (field.required && own(given, field.id) === undefined) {
      fieldErrors.push({ pointer: pointer('metadata', field.id), detail: 'is required' });
    }
  }
  return Object.fromEntries(Object.entries(given).map(([id, value]) => [id, value.normalize('NFC')]));
}

function has(items: readonly { id: string }[], id: string): boolean {
  return items.some((item) => item.id === id);
}

/** An own property only: a question may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
