import { readEnvironment } from '../../contracts/functions.ts';
import { runoffOf } from '../../domain/outcomes/runoff-of.ts';
import { Problem } from '../../domain/problem.ts';
import { assertVisible } from '../../domain/tallies/visibility.ts';
import { documentClient, secretsClient } from '../../stores/clients.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { DynamoRunoffStore } from '../../stores/dynamo-runoff-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { callerFinder } from '../middleware/credentials.ts';
import { found, pathParameter } from '../middleware/request.ts';
import { viewerOf } from './viewer.ts';

const environment = readEnvironment('getInstantRunoff');
const client = documentClient();
const polls = rememberPolls(new DynamoPollStore(client, environment.POLLS_TABLE));
const responses = new DynamoResponseStore(client, environment.RESPONSES_TABLE);
const runoffs = new DynamoRunoffStore(client, environment.POLLS_TABLE);
const known = {
  findCaller: callerFinder({
    keys: new DynamoKeyStore(client, environment.POLLS_TABLE),
    people: new DynamoPeopleStore(client, environment.POLLS_TABLE),
    environment,
  }),
  responses,
  secret: signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN),
};

/**
 * `GET /polls/{pollId}/results/{questionId}/instant-runoff`: computed from the stored ballots, as counts alone
 * can't give it; of a poll that is archived, what they came to before. Its route has the tightest throttle and its answer is cached for longer than others.
 */
export const handler = apiHandler(async (event) => {
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const { shared } = await assertVisible(poll, viewerOf(event, poll, known), Date.now());
  const questionId = pathParameter(event, 'questionId');
  const question = poll.questions.find((candidate) => candidate.id === questionId);
  if (question?.kind !== 'ranking') throw new Problem('not-found', 'There is no such ranking question.');
  const isKept = poll.archivedAt !== undefined || poll.responsesRemovedAt !== undefined;
  const rankings = () => responses.rankings({ pollId: poll.id, shards: poll.shards, questionId });
  const kept = isKept ? await runoffs.get(poll.id, questionId) : undefined;
  const outcome = kept ?? (await runoffOf(poll.id, question, rankings()));
  return json(200, outcome, { 'cache-control': shared ? 'public, max-age=10' : 'private, no-cache' });
});
