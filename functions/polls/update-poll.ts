import { readEnvironment } from '../../contracts/functions.ts';
import { pollPatchSchema } from '../../contracts/poll.ts';
import { attachPictures } from '../../domain/media/attach.ts';
import { editPoll } from '../../domain/polls/edit.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoUploadStore } from '../../stores/dynamo-upload-store.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';
import { checkVersion, pollAnswer } from './versions.ts';

const environment = readEnvironment('updatePoll');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const uploads = new DynamoUploadStore(client, environment.POLLS_TABLE);

/** `PATCH /polls/{pollId}` with `If-Match`: what may still change in the poll's state changes. */
export const handler = auditedHandler('updatePoll', async (event) => {
  const poll = await requireOwnPoll(event, 'updatePoll', polls);
  checkVersion(event, poll, 'required');
  const edited = await attachPictures(editPoll(poll, readBody(event, pollPatchSchema), Date.now()), uploads);
  await polls.replace(edited);
  return pollAnswer(edited);
});
