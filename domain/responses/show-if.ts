import type { Question } from '../../contracts/poll.ts';
import type { StoredAnswer } from '../../contracts/response.ts';

/** Whether a question shows, given the answers to earlier ones. A hidden or skipped earlier question has none. */
export function isShown(question: Pick<Question, 'showIf'>, answers: ReadonlyMap<string, StoredAnswer>): boolean {
  return (question.showIf ?? []).every((condition) => {
    const answer = answers.get(condition.question);
    return answer !== undefined && condition.anyOf.some((value) => valuesOf(answer).includes(value));
  });
}

function valuesOf(answer: StoredAnswer): readonly (string | number)[] {
  if ('s' in answer) return [answer.s];
  if ('r' in answer) return [answer.r];
  if ('m' in answer) return answer.m;
  return 'k' in answer ? answer.k : [];
}
