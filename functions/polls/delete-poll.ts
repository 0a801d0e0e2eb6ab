import { readEnvironment } from '../../contracts/functions.ts';
import { assertDeletable } from '../../domain/polls/edit.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { checkVersion } from './versions.ts';

const environment = readEnvironment('deletePoll');
const polls = new DynamoPollStore(documentClient(), environment.POLLS_TABLE);

/** `DELETE /polls/{pollId}`: 204; the poll, its ballot and its results are gone. */
export const handler = auditedHandler('deletePoll', async (event) => {
  const poll = await requireOwnPoll(event, 'deletePoll', polls);
  checkVersion(event, poll, 'optional');
  assertDeletable(poll, Date.now());
  await polls.remove(poll);
  return { statusCode: 204 };
});
