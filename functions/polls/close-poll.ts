import { readEnvironment } from '../../contracts/functions.ts';
import { closePoll } from '../../domain/polls/edit.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { changeState } from './change-state.ts';

const environment = readEnvironment('closePoll');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);

/** `POST /polls/{pollId}/close`: takes no responses from `closedAt` of the answer on, one second ahead. */
export const handler = auditedHandler('closePoll', (event) => changeState(event, 'closePoll', polls, closePoll));
