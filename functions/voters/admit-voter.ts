import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import type { VoterToken } from '../../contracts/response.ts';
import { voterProofSchema } from '../../contracts/voters.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { Problem } from '../../domain/problem.ts';
import { hashCode, normalCode } from '../../domain/responses/codes.ts';
import { codeVoterKey, signAuthenticated, signCode } from '../../domain/responses/voter.ts';
import { documentClient, secretsClient } from '../../stores/clients.ts';
import { DynamoCodeStore } from '../../stores/dynamo-code-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { DynamoVoterIssuerStore } from '../../stores/dynamo-voter-issuer-store.ts';
import { voterKeyFetcher } from '../../stores/fetch-voter-keys.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { targetRules } from '../middleware/check-target.ts';
import { logger } from '../middleware/logger.ts';
import { found, pathParameter, readBody } from '../middleware/request.ts';
import { KeysNotFetched, workspaceTokens } from './workspace-tokens.ts';

const environment = readEnvironment('admitVoter');
const client = documentClient();
const polls = rememberPolls(new DynamoPollStore(client, environment.POLLS_TABLE));
const codes = new DynamoCodeStore(client, environment.POLLS_TABLE);
const responses = new DynamoResponseStore(client, environment.RESPONSES_TABLE);
const secret = signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);
const subjectOf = workspaceTokens({
  issuers: new DynamoVoterIssuerStore(client, environment.POLLS_TABLE),
  fetchKeys: voterKeyFetcher(targetRules(environment.LOCAL_TARGETS)),
});

/**
 * `POST /polls/{pollId}/voters`: a voter token in exchange for a one-time code, or for a token of the workspace's own
 * issuer. The same proof always gives the same voter, so nobody votes twice by asking twice.
 */
export const handler = apiHandler(async (event) => {
  const proof = readBody(event, voterProofSchema);
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const voterToken = await ('code' in proof ? admitCode(poll, proof.code) : admitToken(poll, proof.jwt));
  const signed: VoterToken = { voterToken };
  return json(200, signed);
});

async function admitCode(poll: Poll, text: string): Promise<string> {
  if (poll.policy.voters !== 'codes') throw new Problem('wrong-state', 'This poll takes no codes.');
  const code = normalCode(text);
  if (code === undefined || !(await codes.has(poll.id, hashCode(poll.salt, code)))) {
    throw new Problem('invalid-voter-proof', 'This is no code of this poll.');
  }
  const voterKey = codeVoterKey(poll.salt, code);
  if (await responses.find({ pollId: poll.id, shards: poll.shards, voterKey })) {
    throw new Problem('code-used', 'A response was given with this code.');
  }
  return signCode(await secret(), poll, code);
}

async function admitToken(poll: Poll, token: string): Promise<string> {
  if (poll.policy.voters !== 'authenticated') throw new Problem('wrong-state', 'This poll takes no such tokens.');
  const subject = await subjectOf(poll.workspaceId, token).catch(notFetched);
  if (subject === undefined) throw new Problem('invalid-voter-proof', 'The token is none of this poll’s workspace.');
  return signAuthenticated(await secret(), poll, subject);
}

function notFetched(error: unknown): never {
  if (!(error instanceof KeysNotFetched)) throw error;
  const cause = error.cause instanceof Error ? error.cause.message : 'unknown';
  logger.warn('The keys of a workspace’s issuer can’t be fetched', { event: logEvents.voterKeysNotFetched, cause });
  throw new Problem('unavailable', 'The keys of the workspace’s issuer can’t be fetched now.');
}
