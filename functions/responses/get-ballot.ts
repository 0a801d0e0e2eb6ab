import { readEnvironment } from '../../contracts/functions.ts';
import { toBallot } from '../../domain/polls/views.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('getBallot');
const polls = rememberPolls(new DynamoPollStore(documentClient(), environment.POLLS_TABLE));

/** `GET /polls/{pollId}/ballot`: the form. It is the same for everyone, so caches may share it for a second. */
export const handler = apiHandler(async (event) => {
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  return json(200, toBallot(poll, Date.now()), { 'cache-control': 'public, max-age=1' });
});
