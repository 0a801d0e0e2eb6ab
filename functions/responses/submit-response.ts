import { viewerAddressHeader, viewerNetworkHeader } from '../../contracts/edge.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { type Acceptance, submissionSchema } from '../../contracts/response.ts';
import { acceptResponse } from '../../domain/responses/accept.ts';
import { clientOf } from '../../domain/responses/client.ts';
import { verifyVoterToken } from '../../domain/responses/voter.ts';
import { documentClient, queueClient, secretsClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { signingKeys } from '../../stores/signing-keys.ts';
import { SqsResponseQueue } from '../../stores/sqs-response-queue.ts';
import { type ApiEvent, apiHandler, json } from '../middleware/api.ts';
import { Counters } from '../middleware/counters.ts';
import { idempotencyKeyOf } from '../middleware/idempotency-key.ts';
import { found, pathParameter, readBody } from '../middleware/request.ts';
import { countOutcomes } from './count-outcomes.ts';

const environment = readEnvironment('submitResponse');
const counters = new Counters();
const polls = rememberPolls(new DynamoPollStore(documentClient(), environment.POLLS_TABLE), Date.now, (remembered) =>
  counters.count(remembered ? 'PollsRemembered' : 'PollsRead'),
);
const secret = signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);
const queue = new SqsResponseQueue(queueClient(), environment.RESPONSES_QUEUE_URL);

const answer = countOutcomes(counters, async (event: ApiEvent) => {
  const submission = readBody(event, submissionSchema);
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const voter = verifyVoterToken(await secret(), poll.id, event.headers[headers.voterToken]);
  const response = acceptResponse({
    poll,
    voter,
    submission,
    idempotencyKey: idempotencyKeyOf(event),
    now: Date.now(),
    client: clientOf(event.headers),
    address: event.headers[viewerAddressHeader],
    network: event.headers[viewerNetworkHeader],
  });
  await queue.send(response);
  const acceptance: Acceptance = { responseId: response.responseId, status: 'pending' };
  return json(202, acceptance, { location: `/polls/${poll.id}/responses/${response.responseId}` });
});

/** `POST /polls/{pollId}/responses`: 202 once the queue has confirmed the response, and never before. */
export const handler = apiHandler(answer);
