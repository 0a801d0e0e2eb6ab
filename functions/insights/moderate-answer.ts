import { readEnvironment } from '../../contracts/functions.ts';
import { moderationSchema } from '../../contracts/moderation.ts';
import type { KeptAnswer } from '../../domain/insights/kept-answer.ts';
import type { AnswersHead } from '../../domain/insights/ports.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoAnswerMarks } from '../../stores/dynamo-answer-marks.ts';
import { DynamoAnswerPages } from '../../stores/dynamo-answer-pages.ts';
import { DynamoInsightStore } from '../../stores/dynamo-insight-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { json } from '../middleware/api.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { found, pathParameter, readBody } from '../middleware/request.ts';
import { toTextAnswer } from './text-answer.ts';
import { textQuestionOf } from './text-question.ts';

const environment = readEnvironment('moderateAnswer');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const marks = new DynamoAnswerMarks(client, environment.POLLS_TABLE);
const pages = new DynamoAnswerPages(client, environment.TALLIES_TABLE);
const insights = new DynamoInsightStore(client, environment.TALLIES_TABLE);

/** `PATCH /polls/{pollId}/answers/{questionId}/{responseId}`: hides one of the listed answers, or shows it again. */
export const handler = auditedHandler('moderateAnswer', async (event) => {
  const poll = await requireOwnPoll(event, 'moderateAnswer', polls);
  const questionId = textQuestionOf(event, poll);
  const { hidden } = readBody(event, moderationSchema);
  const responseId = pathParameter(event, 'responseId');
  const answer = found(await find(poll.id, questionId, responseId), 'answer');
  await marks.set({ pollId: poll.id, questionId, responseId, hidden });
  return json(200, toTextAnswer({ ...answer, hidden }));
});

async function find(pollId: string, question: string, responseId: string): Promise<KeptAnswer | undefined> {
  const stored = await insights.find(pollId, { kind: 'answers', question });
  const head = stored?.outcome as AnswersHead | undefined;
  for (const page of head?.pages.keys() ?? []) {
    const answers = await pages.read({ pollId, question, run: head?.run ?? '', page });
    const answer = answers?.find((candidate) => candidate.responseId === responseId);
    if (answer) return answer;
  }
  return undefined;
}
