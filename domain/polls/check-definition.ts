import { limits } from '../../contracts/limits.ts';
import type { PollDefinition, Question } from '../../contracts/poll.ts';
import type { FieldError } from '../../contracts/problems.ts';
import { pointer } from '../problem.ts';

/**
 * The rules of a poll that span several fields; the shape itself is checked by `pollDefinitionSchema`.
 * @returns every broken rule with its place; empty when the poll is sound
 */
export function checkDefinition(poll: PollDefinition): FieldError[] {
  return [
    ...repeated(
      poll.questions.map((question) => question.id),
      (index) => pointer('questions', index, 'id'),
    ),
    ...repeated(
      poll.metadata.map((field) => field.id),
      (index) => pointer('metadata', index, 'id'),
    ),
    ...poll.questions.flatMap((question, index) => checkQuestion(question, index)),
    ...poll.questions.flatMap((question, index) => checkConditions(question, index, poll.questions.slice(0, index))),
    ...checkTimes(poll),
    ...when(
      poll.policy.voters === 'open' && (poll.policy.changes === 'replace' || poll.policy.results === 'after-voting'),
      pointer('policy', 'voters'),
      'of an open poll are not told apart, so no answer can change and no voter can be recognized',
    ),
    ...checkTranslations(poll),
    ...checkCounters(poll),
  ];
}

function checkQuestion(question: Question, index: number): FieldError[] {
  const at = (field: string) => pointer('questions', index, field);
  const unique = (field: string, items: readonly { id: string }[]) =>
    repeated(
      items.map((item) => item.id),
      (position) => pointer('questions', index, field, position, 'id'),
    );
  switch (question.kind) {
    case 'single':
      return unique('options', question.options);
    case 'multiple': {
      const most = question.maxChoices ?? question.options.length;
      return [
        ...unique('options', question.options),
        ...when(most > question.options.length, at('maxChoices'), 'must not exceed the number of options'),
        ...when(question.minChoices > most, at('minChoices'), 'must not exceed maxChoices'),
      ];
    }
    case 'rating':
      return [
        ...when(question.min >= question.max, at('max'), 'must be greater than min'),
        ...when(
          question.max - question.min >= limits.ratingPoints,
          at('max'),
          `must leave at most ${limits.ratingPoints} points`,
        ),
        ...when(
          question.nps && (question.min !== 0 || question.max !== 10),
          at('nps'),
          'asks for a scale from 0 to 10',
        ),
      ];
    case 'ranking':
      return [
        ...unique('options', question.options),
        ...when(
          (question.minRanked ?? 1) > question.options.length,
          at('minRanked'),
          'must not exceed the number of options',
        ),
      ];
    case 'matrix':
      return [...unique('rows', question.rows), ...unique('columns', question.columns)];
    case 'text':
      return [];
  }
}

function checkConditions(question: Question, index: number, earlier: readonly Question[]): FieldError[] {
  return (question.showIf ?? []).flatMap((condition, position) => {
    const at = (...more: (string | number)[]) => pointer('questions', index, 'showIf', position, ...more);
    const source = earlier.find((candidate) => candidate.id === condition.question);
    if (!source) return [{ pointer: at('question'), detail: 'must name an earlier question' }];
    if (source.kind === 'text' || source.kind === 'matrix') {
      return [{ pointer: at('question'), detail: `can't be a ${source.kind} question` }];
    }
    return condition.anyOf.flatMap((value, place) =>
      when(!canAnswer(source, value), at('anyOf', place), `is no answer to question "${source.id}"`),
    );
  });
}

function canAnswer(source: Exclude<Question, { kind: 'text' | 'matrix' }>, value: string | number): boolean {
  return source.kind === 'rating'
    ? typeof value === 'number' && value >= source.min && value <= source.max
    : source.options.some((option) => option.id === value);
}

function checkTimes(poll: PollDefinition): FieldError[] {
  const wrong =
    poll.opensAt !== undefined && poll.closesAt !== undefined && Date.parse(poll.closesAt) <= Date.parse(poll.opensAt);
  return when(wrong, pointer('closesAt'), 'must be later than opensAt');
}

/** Each translation must name a text that the poll has. */
function checkTranslations(poll: PollDefinition): FieldError[] {
  const texts = new Set(['title', 'description', ...poll.questions.flatMap(textsOf)]);
  return Object.entries(poll.translations ?? {}).flatMap(([language, translation]) =>
    Object.keys(translation).flatMap((path) =>
      when(!texts.has(path), pointer('translations', language, path), 'names no text of this poll'),
    ),
  );
}

function textsOf(question: Question): string[] {
  const parts = (field: string, items: readonly { id: string }[]) =>
    items.map((item) => `${question.id}.${field}.${item.id}`);
  const title = `${question.id}.title`;
  if (question.kind === 'matrix')
    return [title, ...parts('rows', question.rows), ...parts('columns', question.columns)];
  return 'options' in question ? [title, ...parts('options', question.options)] : [title];
}

function checkCounters(poll: PollDefinition): FieldError[] {
  const sum = (size: (question: Question) => number) =>
    poll.questions.reduce((total, question) => total + size(question), 0);
  return [
    ...when(
      sum(countersTouched) > limits.countersPerResponse,
      pointer('questions'),
      `may ask for at most ${limits.countersPerResponse} choices, ranks, rows and questions in one response`,
    ),
    ...when(
      sum(countersKept) > limits.countersPerPoll,
      pointer('questions'),
      `may have at most ${limits.countersPerPoll} countable answers in all`,
    ),
  ];
}

/** Counters that one response to the question adds to at most: itself, and one for each choice, rank or row. */
function countersTouched(question: Question): number {
  switch (question.kind) {
    case 'multiple':
      return 1 + (question.maxChoices ?? question.options.length);
    case 'ranking':
      return 1 + question.options.length;
    case 'matrix':
      return 1 + question.rows.length;
    case 'text':
      return 1;
    default:
      return 2;
  }
}

/** Counters that the question can ever fill. */
function countersKept(question: Question): number {
  switch (question.kind) {
    case 'rating':
      return 2 + question.max - question.min + 1;
    case 'ranking':
      return 2 + question.options.length ** 2;
    case 'matrix':
      return 2 + question.rows.length * question.columns.length;
    case 'text':
      return 2;
    default:
      return 2 + question.options.length;
  }
}

function repeated(ids: readonly string[], at: (index: number) => string): FieldError[] {
  return ids.flatMap((id, index) => when(ids.indexOf(id) < index, at(index), `repeats the id "${id}"`));
}

function when(broken: boolean, at: string, detail: string): FieldError[] {
  return broken ? [{ pointer: at, detail }] : [];
}
