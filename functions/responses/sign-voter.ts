import { readEnvironment } from '../../contracts/functions.ts';
import { type VoterToken, voterSchema } from '../../contracts/response.ts';
import { Problem } from '../../domain/problem.ts';
import { signAuthenticated } from '../../domain/responses/voter.ts';
import { documentClient, secretsClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';

const environment = readEnvironment('signVoter');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);
const secret = signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);

/**
 * `POST /polls/{pollId}/voter-tokens`: a token for a voter whom the workspace has authenticated by its own means.
 * The same voter always gets the same token; the identity itself is neither stored nor in the token.
 */
export const handler = apiHandler(async (event) => {
  const poll = await requireOwnPoll(event, 'signVoter', polls);
  const { voter } = readBody(event, voterSchema);
  if (poll.policy.voters !== 'authenticated') {
    throw new Problem('wrong-state', "The poll's policy for voters is not `authenticated`.");
  }
  const signed: VoterToken = { voterToken: signAuthenticated(await secret(), poll, voter) };
  return json(200, signed);
});
