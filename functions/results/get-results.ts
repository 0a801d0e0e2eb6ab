import { createHash } from 'node:crypto';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { resultsOf } from '../../domain/tallies/results.ts';
import { assertVisible } from '../../domain/tallies/visibility.ts';
import { documentClient, queueClient, secretsClient } from '../../stores/clients.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { DynamoTallyStore } from '../../stores/dynamo-tally-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { backlogReader } from '../../stores/queue-backlog.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { type ApiEvent, apiHandler, json } from '../middleware/api.ts';
import { Counters, telling } from '../middleware/counters.ts';
import { callerFinder } from '../middleware/credentials.ts';
import { found, pathParameter } from '../middleware/request.ts';
import { viewerOf } from './viewer.ts';

const environment = readEnvironment('getResults');
const client = documentClient();
const counters = new Counters();
const polls = rememberPolls(new DynamoPollStore(client, environment.POLLS_TABLE), Date.now, (remembered) =>
  counters.count(remembered ? 'PollsRemembered' : 'PollsRead'),
);
const tallies = new DynamoTallyStore(client, environment.TALLIES_TABLE);
const pendingResponses = backlogReader(queueClient(), environment.RESPONSES_QUEUE_URL);
const known = {
  findCaller: callerFinder({
    keys: new DynamoKeyStore(client, environment.POLLS_TABLE),
    people: new DynamoPeopleStore(client, environment.POLLS_TABLE),
    environment,
  }),
  responses: new DynamoResponseStore(client, environment.RESPONSES_TABLE),
  secret: signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN),
};

const answer = telling(counters, async (event: ApiEvent) => {
  // Beside the reads, and from memory for most requests.
  const pending = pendingResponses();
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const { shared } = await assertVisible(poll, viewerOf(event, poll, known), Date.now());
  const results = resultsOf(poll, await tallies.read(poll.id), Date.now(), await pending);
  const etag = `"${createHash('sha256').update(JSON.stringify(results)).digest('base64url').slice(0, 22)}"`;
  const caching = { etag, 'cache-control': shared ? 'public, max-age=1' : 'private, no-cache' };
  return isKnown(event.headers[headers.ifNoneMatch], etag)
    ? { statusCode: 304, headers: caching }
    : json(200, results, caching);
});

/** `GET /polls/{pollId}/results`: one item read, whatever the number of responses; 304 for a known `ETag`. */
export const handler = apiHandler(answer);

/** Compares weakly, as RFC 9110 asks for: CloudFront makes an `ETag` weak when it compresses. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
}
