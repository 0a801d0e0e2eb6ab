import type { AnswerInput, Question } from '../client/client.ts';
import type { Language } from './language.ts';

/** A rule that an answer breaks. */
export interface Broken {
  readonly text: string;
  /** More typing can only make it worse, so it is said at once; others wait until the visitor goes on. */
  readonly early?: boolean;
}

/** Holds an answer against its question, as the API will. */
export function check(question: Question, answer: AnswerInput | undefined, { say }: Language): Broken | undefined {
  if (answer === undefined) return question.optional ? undefined : { text: say('required') };
  const count = Array.isArray(answer) ? answer.length : Object.keys(answer).length;
  switch (question.kind) {
    case 'multiple': {
      const most = question.maxChoices ?? question.options.length;
      if (count > most) return { text: say('most', most), early: true };
      return count < question.minChoices ? { text: say('least', question.minChoices) } : undefined;
    }
    case 'ranking': {
      const least = question.minRanked ?? question.options.length;
      return count < least ? { text: say('least', least) } : undefined;
    }
    case 'rating': {
      const { min, max } = question;
      const fits = Number.isInteger(answer) && Number(answer) >= min && Number(answer) <= max;
      return fits ? undefined : { text: `${say('least', min)} ${say('most', max)}` };
    }
    case 'matrix':
      return question.allRows && count < question.rows.length ? { text: say('required') } : undefined;
    case 'text': {
      const length = [...String(answer)].length;
      if (length <= question.maxLength) return undefined;
      return { text: say('most', question.maxLength), early: true };
    }
    default:
      return undefined;
  }
}

/** Whether a question shows, given the answers to earlier ones that show. */
export function isShown(question: Question, answers: ReadonlyMap<string, AnswerInput>): boolean {
  return (question.showIf ?? []).every(({ question: id, anyOf }) => {
    const answer = answers.get(id);
    return answer !== undefined && anyOf.some((value) => [answer].flat().includes(value));
  });
}
