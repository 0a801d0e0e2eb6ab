import { readEnvironment } from '../../contracts/functions.ts';
import type { Overview } from '../../domain/insights/overview.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { refreshPorts, viewAnswer } from './view-answer.ts';

const environment = readEnvironment('getInsights');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);
const ports = refreshPorts(environment);

/** `GET /polls/{pollId}/insights`: responses by time, country and device, as they were counted last. */
export const handler = apiHandler(async (event) => {
  const poll = await requireOwnPoll(event, 'getInsights', polls);
  return viewAnswer(ports, poll, { kind: 'overview' }, (outcome) => outcome as Overview);
});
