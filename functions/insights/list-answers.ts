import { readEnvironment } from '../../contracts/functions.ts';
import type { TextAnswers } from '../../contracts/insights.ts';
import { answersQuery } from '../../contracts/queries.ts';
import { fromCursor, toCursor } from '../../domain/insights/cursor.ts';
import { findAnswers } from '../../domain/insights/find-answers.ts';
import type { AnswersHead } from '../../domain/insights/ports.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoAnswerMarks } from '../../stores/dynamo-answer-marks.ts';
import { DynamoAnswerPages } from '../../stores/dynamo-answer-pages.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { checkShape } from '../middleware/request.ts';
import { toTextAnswer } from './text-answer.ts';
import { textQuestionOf } from './text-question.ts';
import { refreshPorts, viewAnswer } from './view-answer.ts';

const environment = readEnvironment('listAnswers');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const marks = new DynamoAnswerMarks(client, environment.POLLS_TABLE);
const pages = new DynamoAnswerPages(client, environment.TALLIES_TABLE);
const ports = refreshPorts(environment);

/** `GET /polls/{pollId}/answers/{questionId}?cursor=…&search=…&state=…`: a page of the newest text answers. */
export const handler = apiHandler(async (event) => {
  const poll = await requireOwnPoll(event, 'listAnswers', polls);
  const questionId = textQuestionOf(event, poll);
  const { cursor, search, state } = checkShape(answersQuery, event.queryStringParameters ?? {});
  const after = cursor === undefined ? undefined : fromCursor(poll, cursor);
  const about = { pollId: poll.id, question: questionId };
  return viewAnswer(ports, poll, { kind: 'answers', question: questionId }, async (outcome) => {
    const head = outcome as AnswersHead;
    const hidden = await marks.hidden({ pollId: poll.id, questionId });
    const read = (page: number) => pages.read({ ...about, run: head.run, page });
    const found = await findAnswers(head, read, { after, search, state, hidden });
    // Two workers have ended while this request was reading.
    if (!found) throw new Problem('unavailable', 'Newer answers have come; ask again.');
    const last = found.answers.at(-1);
    return {
      questionId,
      answers: found.answers.map(toTextAnswer),
      ...(found.more && last ? { cursor: toCursor(poll, last) } : {}),
    } satisfies Partial<TextAnswers>;
  });
});
