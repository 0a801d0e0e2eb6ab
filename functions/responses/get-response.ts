import { readEnvironment } from '../../contracts/functions.ts';
import { parseResponseId } from '../../domain/responses/response-id.ts';
import { statusOf } from '../../domain/responses/response-store.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { rememberPolls } from '../../stores/poll-memory.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('getResponse');
const client = documentClient();
const polls = rememberPolls(new DynamoPollStore(client, environment.POLLS_TABLE));
const responses = new DynamoResponseStore(client, environment.RESPONSES_TABLE);

/** `GET /polls/{pollId}/responses/{responseId}`: whether it is pending, recorded, refused or replaced. */
export const handler = apiHandler(async (event) => {
  const response = found(parseResponseId(pathParameter(event, 'responseId')), 'response');
  const poll = found(await polls.get(pathParameter(event, 'pollId')), 'poll');
  const stored = await responses.find({ pollId: poll.id, shards: poll.shards, voterKey: response.voterKey });
  return json(200, statusOf(response, stored));
});
