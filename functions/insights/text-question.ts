import type { Poll } from '../../domain/polls/poll.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiEvent } from '../middleware/api.ts';
import { pathParameter } from '../middleware/request.ts';

/**
 * The id of the text question that the path names.
 * @throws Problem `not-found`
 */
export function textQuestionOf(event: ApiEvent, poll: Poll): string {
  const questionId = pathParameter(event, 'questionId');
  const question = poll.questions.find(({ id }) => id === questionId);
  if (question?.kind !== 'text') throw new Problem('not-found', 'There is no such text question.');
  return questionId;
}
