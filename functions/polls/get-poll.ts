import { readEnvironment } from '../../contracts/functions.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { pollAnswer } from './versions.ts';

const environment = readEnvironment('getPoll');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);

/** `GET /polls/{pollId}`: the poll with its version as `ETag`. */
export const handler = apiHandler(async (event) => pollAnswer(await requireOwnPoll(event, 'getPoll', polls)));
