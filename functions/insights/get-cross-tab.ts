import { readEnvironment } from '../../contracts/functions.ts';
import { crossTabQuery } from '../../contracts/queries.ts';
import { type CrossTabOutcome, isTabQuestion } from '../../domain/insights/cross-tab.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { checkShape } from '../middleware/request.ts';
import { refreshPorts, viewAnswer } from './view-answer.ts';

const environment = readEnvironment('getCrossTab');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);
const ports = refreshPorts(environment);

/** `GET /polls/{pollId}/insights/cross-tab?rows=…&columns=…`: responses by their answers to two questions. */
export const handler = apiHandler(async (event) => {
  const poll = await requireOwnPoll(event, 'getCrossTab', polls);
  const { rows, columns } = checkShape(crossTabQuery, event.queryStringParameters ?? {});
  const known = poll.questions.filter(isTabQuestion).map(({ id }) => id);
  if (rows === columns || !known.includes(rows) || !known.includes(columns)) {
    throw new Problem('not-found', 'A cross-tab takes two questions of the kinds single, multiple or rating.');
  }
  return viewAnswer(ports, poll, { kind: 'cross-tab', rows, columns }, (outcome) => outcome as CrossTabOutcome);
});
