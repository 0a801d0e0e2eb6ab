import { readEnvironment } from '../../contracts/functions.ts';
import { toBallot } from '../../domain/polls/views.ts';
import { signDevice } from '../../domain/responses/voter.ts';
import { documentClient, secretsClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { secretReader } from '../../stores/secret.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('getBallot');
const polls = rememberPolls(new DynamoPollStore(documentClient(), environment.POLLS_TABLE));
const secret = secretReader(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);

/**
 * `GET /polls/{pollId}/ballot`: the form, and a voter token for a device that has none. A device keeps its token
 * and asks without it; a voter whom the workspace vouches for gets one from the workspace instead.
 */
export const handler = apiHandler(async (event) => {
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const token = poll.policy.voters === 'authenticated' ? undefined : signDevice(await secret(), poll.id);
  return json(200, toBallot(poll, Date.now(), token));
});
