import { readEnvironment } from '../../contracts/functions.ts';
import { limits } from '../../contracts/limits.ts';
import { type CodeCounts, type NewCodes, newCodesSchema, voterIssuerSchema } from '../../contracts/voters.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { Problem } from '../../domain/problem.ts';
import { hashCode, makeCodes, normalCode } from '../../domain/responses/codes.ts';
import { resultsOf } from '../../domain/tallies/results.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoCodeStore } from '../../stores/dynamo-code-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { DynamoVoterIssuerStore } from '../../stores/dynamo-voter-issuer-store.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { checkTarget, targetRules } from '../middleware/check-target.ts';
import { found, readBody } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';

const environment = readEnvironment('manageVoters');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const codes = new DynamoCodeStore(client, environment.POLLS_TABLE);
const issuers = new DynamoVoterIssuerStore(client, environment.POLLS_TABLE);
const tallies = new DynamoTallyStore(client, environment.TALLIES_TABLE);
const rules = targetRules(environment.LOCAL_TARGETS);

/** What proves a workspace's voters: one-time codes of a poll, and the workspace's own issuer of tokens. */
export const handler = routesHandler('manageVoters', {
  'POST /polls/{pollId}/codes': issueCodes,
  'GET /polls/{pollId}/codes': countCodes,
  'GET /workspace/voter-issuer': async (_event, { workspaceId }) =>
    json(200, found(await issuers.get(workspaceId), 'issuer')),
  'POST /workspace/voter-issuer': setIssuer,
  'DELETE /workspace/voter-issuer': async (_event, { workspaceId }) => {
    found((await issuers.remove(workspaceId)) || undefined, 'issuer');
    return { statusCode: 204 };
  },
});

/** 201 with codes that nobody can show again: only their hashes are kept. */
async function issueCodes(event: ApiEvent): Promise<ApiResult> {
  const poll = await pollWithCodes(event);
  const { count } = readBody(event, newCodesSchema);
  // Two requests at once may pass the limit; it is there against mistakes.
  if ((await codes.issued(poll.id)) + count > limits.codesPerPoll) {
    throw new Problem('invalid-content', `A poll has at most ${limits.codesPerPoll} codes.`);
  }
  const made: NewCodes = { codes: makeCodes(count) };
  const hashes = made.codes.map((code) => hashCode(poll.salt, normalCode(code) ?? code));
  await codes.add(poll.id, hashes, Date.now());
  return json(201, made);
}

/** In such a poll each response comes with a code of its own, so the tally knows how many were used. */
async function countCodes(event: ApiEvent): Promise<ApiResult> {
  const poll = await pollWithCodes(event);
  const issued = await codes.issued(poll.id);
  const { responses: used } = resultsOf(poll, await tallies.read(poll.id), Date.now());
  const counts: CodeCounts = { issued, used, unused: Math.max(0, issued - used) };
  return json(200, counts);
}

async function pollWithCodes(event: ApiEvent): Promise<Poll> {
  const poll = await requireOwnPoll(event, 'manageVoters', polls);
  if (poll.policy.voters === 'codes') return poll;
  throw new Problem('wrong-state', "The poll's policy for voters is not `codes`.");
}

async function setIssuer(event: ApiEvent, { workspaceId }: Caller): Promise<ApiResult> {
  const issuer = readBody(event, voterIssuerSchema);
  checkTarget(issuer.jwksUrl, rules, 'jwksUrl');
  await issuers.set(workspaceId, issuer);
  return json(200, issuer);
}
