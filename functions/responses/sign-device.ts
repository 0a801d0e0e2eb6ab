import { readEnvironment } from '../../contracts/functions.ts';
import type { VoterToken } from '../../contracts/response.ts';
import { Problem } from '../../domain/problem.ts';
import { signDevice, tokenKinds } from '../../domain/responses/voter.ts';
import { documentClient, secretsClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('signDevice');
const polls = rememberPolls(new DynamoPollStore(documentClient(), environment.POLLS_TABLE));
const secret = signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);

/**
 * `POST /polls/{pollId}/devices`: a voter token for a device that has none. A device keeps its token; a voter whom
 * the workspace vouches for gets one from the workspace instead.
 */
export const handler = apiHandler(async (event) => {
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  if (tokenKinds[poll.policy.voters] !== 'd') {
    throw new Problem('wrong-state', 'The workspace itself hands out what proves the voters of this poll.');
  }
  const signed: VoterToken = { voterToken: signDevice(await secret(), poll.id) };
  return json(200, signed);
});
