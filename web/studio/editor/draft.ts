import type { PollDefinition, PollView, Question, QuestionKind } from '../../../contracts/poll.ts';

/** A poll's definition while somebody edits it. */
export type Draft = PollDefinition;

export const kindNames: Readonly<Record<QuestionKind, string>> = {
  single: 'One choice',
  multiple: 'Several choices',
  rating: 'Rating',
  ranking: 'Ranking',
  matrix: 'Matrix',
  text: 'Text',
};

/** The parts of a definition, in the order in which they are written. */
const fields = [
  'title',
  'description',
  'language',
  'questions',
  'translations',
  'policy',
  'opensAt',
  'closesAt',
  'audience',
  'metadata',
] as const;

export function emptyDraft(): Draft {
  return {
    title: '',
    language: 'en',
    questions: [newQuestion('single', [])],
    policy: { voters: 'device', changes: 'refuse', results: 'always' },
    metadata: [],
  };
}

/** What of a poll can be edited. */
export function draftOf(view: PollView): Draft {
  return Object.fromEntries(
    fields.flatMap((field) => (view[field] === undefined ? [] : [[field, view[field]]])),
  ) as unknown as Draft;
}

/** The body of a `PATCH`: parts that changed; `null` for those that are gone. */
export function patchOf(before: Draft, after: Draft): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, after[field] ?? null]),
  );
}

/** The first id that isn't taken: `q1`, `q2`, … */
export function freeId(prefix: string, taken: readonly { id: string }[]): string {
  for (let number = 1; ; number++) {
    const id = `${prefix}${number}`;
    if (!taken.some((item) => item.id === id)) return id;
  }
}

export function newQuestion(kind: QuestionKind, others: readonly Question[]): Question {
  return ofKind(kind, { id: freeId('q', others), title: '', optional: false });
}

const two = (prefix: string) => [1, 2].map((number) => ({ id: `${prefix}${number}`, label: '' }));

/** The same question as one of another kind; keeps what both kinds have. */
export function ofKind(kind: QuestionKind, from: Pick<Question, 'id' | 'title' | 'optional' | 'showIf'>): Question {
  const { id, title, optional, showIf } = from;
  const base = { id, title, optional, ...(showIf ? { showIf } : {}) };
  const options = 'options' in from ? (from as Extract<Question, { kind: 'single' }>).options : two('o');
  switch (kind) {
    case 'single':
      return { ...base, kind, options };
    case 'multiple':
      return { ...base, kind, options, minChoices: 1 };
    case 'ranking':
      return { ...base, kind, options };
    case 'rating':
      return { ...base, kind, min: 1, max: 5, nps: false };
    case 'matrix':
      return { ...base, kind, rows: two('r'), columns: two('c'), allRows: true };
    case 'text':
      return { ...base, kind, maxLength: 1_000 };
  }
}

/** Moves one item; the others keep their order. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined || to < 0 || to >= items.length ? [...items] : rest.toSpliced(to, 0, item);
}

/** The draft after a question got another id: conditions and translations follow. */
export function renameQuestion(draft: Draft, index: number, id: string): Draft {
  const old = draft.questions[index]?.id;
  const questions = draft.questions.map((question, position) => ({
    ...question,
    ...(position === index ? { id } : {}),
    ...(question.showIf
      ? { showIf: question.showIf.map((one) => (one.question === old ? { ...one, question: id } : one)) }
      : {}),
  }));
  const path = (text: string) => (text.startsWith(`${old}.`) ? id + text.slice(old?.length) : text);
  return withTranslations({ ...draft, questions }, (texts) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [path(key), text])),
  );
}

/** The draft without translations of texts that it no longer has; the API would refuse them. */
export function withoutStrayTexts(draft: Draft): Draft {
  const known = new Set(textsOf(draft).map(({ path }) => path));
  return withTranslations(draft, (texts) =>
    Object.fromEntries(Object.entries(texts).filter(([path, text]) => known.has(path) && text !== '')),
  );
}

function withTranslations(draft: Draft, change: (texts: Record<string, string>) => Record<string, string>): Draft {
  if (!draft.translations) return draft;
  const languages = Object.entries(draft.translations).map(([language, texts]) => [language, change(texts)]);
  return { ...draft, translations: Object.fromEntries(languages) };
}

/** Every text of a poll that can be translated, by its path. */
export function textsOf(draft: Draft): { path: string; text: string }[] {
  const items = (path: string, list: readonly { id: string; label: string }[]) =>
    list.map(({ id, label }) => ({ path: `${path}.${id}`, text: label }));
  return [
    { path: 'title', text: draft.title },
    ...(draft.description ? [{ path: 'description', text: draft.description }] : []),
    ...draft.questions.flatMap((question) => [
      { path: `${question.id}.title`, text: question.title },
      ...('options' in question ? items(`${question.id}.options`, question.options) : []),
      ...(question.kind === 'matrix'
        ? [...items(`${question.id}.rows`, question.rows), ...items(`${question.id}.columns`, question.columns)]
        : []),
    ]),
  ];
}
