import { readEnvironment } from '../../contracts/functions.ts';
import { openPoll } from '../../domain/polls/edit.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { changeState } from './change-state.ts';

const environment = readEnvironment('openPoll');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);

/** `POST /polls/{pollId}/open`: takes responses from now on. */
export const handler = auditedHandler('openPoll', (event) => changeState(event, 'openPoll', polls, openPoll));
