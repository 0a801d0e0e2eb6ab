import type { PollDefinitionInput, Question } from '../../../contracts/poll.ts';
import { type Draft, emptyDraft } from '../editor/draft.ts';

type Given = PollDefinitionInput['questions'][number];

/** A definition with the defaults that its schema would give, so that an editor can show all of it. */
export function complete(given: PollDefinitionInput): Draft {
  const { policy, metadata, questions, ...rest } = given;
  return {
    ...emptyDraft(),
    ...rest,
    policy: { ...emptyDraft().policy, ...policy },
    metadata: (metadata ?? []).map((field) => ({ required: false, maxLength: 100, ...field })),
    questions: questions.map(completeQuestion),
  } as Draft;
}

function completeQuestion(given: Given): Question {
  const question = { optional: false, ...given };
  switch (question.kind) {
    case 'multiple':
      return { minChoices: 1, ...question };
    case 'rating':
      return { nps: false, ...question };
    case 'matrix':
      return { allRows: true, ...question };
    case 'text':
      return { maxLength: 1_000, ...question };
    default:
      return question;
  }
}
