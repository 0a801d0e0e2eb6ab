import { readEnvironment } from '../../contracts/functions.ts';
import { type LiveAccess, liveChannel, realtimeUrl } from '../../contracts/live.ts';
import { mayViewersSee } from '../../domain/live/audiences.ts';
import { signLive } from '../../domain/live/live-token.ts';
import { assertVisible } from '../../domain/tallies/visibility.ts';
import { documentClient, secretsClient } from '../../stores/clients.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { callerFinder } from '../middleware/credentials.ts';
import { found, pathParameter } from '../middleware/request.ts';
import { viewerOf } from './viewer.ts';

const environment = readEnvironment('getLive');
const client = documentClient();
const polls = rememberPolls(new DynamoPollStore(client, environment.POLLS_TABLE));
const secret = signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);
const known = {
  findCaller: callerFinder({
    keys: new DynamoKeyStore(client, environment.POLLS_TABLE),
    people: new DynamoPeopleStore(client, environment.POLLS_TABLE),
    environment,
  }),
  responses: new DynamoResponseStore(client, environment.RESPONSES_TABLE),
  secret,
};
/** Short: it names a region that may be gone. Seconds. */
const sharedFor = 10;

/** `GET /polls/{pollId}/live`: where results come by themselves, for who may see them now. */
export const handler = apiHandler(async (event) => {
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const now = Date.now();
  const { shared } = await assertVisible(poll, viewerOf(event, poll, known), now);
  const audience = mayViewersSee(poll, now) ? 'viewers' : 'workspace';
  const { token, expiresAt } = signLive(await secret(), poll.id, audience, now);
  const access: LiveAccess = {
    url: realtimeUrl(environment.LIVE_REALTIME_HOST),
    host: environment.LIVE_HTTP_HOST,
    channel: liveChannel(poll.id, audience),
    token,
    expiresAt: new Date(expiresAt).toISOString(),
  };
  return json(200, access, { 'cache-control': shared ? `public, max-age=${sharedFor}` : 'private, no-store' });
});
