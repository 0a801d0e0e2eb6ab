import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { readEnvironment } from '../../contracts/functions.ts';
import { pollDefinitionSchema } from '../../contracts/poll.ts';
import { attachPictures } from '../../domain/media/attach.ts';
import { createPoll } from '../../domain/polls/edit.ts';
import type { CreationKey } from '../../domain/polls/poll-store.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoUploadStore } from '../../stores/dynamo-upload-store.ts';
import type { ApiEvent } from '../middleware/api.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireCaller } from '../middleware/caller.ts';
import { idempotencyKeyOf } from '../middleware/idempotency-key.ts';
import { found, readBody } from '../middleware/request.ts';
import { pollAnswer } from './versions.ts';

const environment = readEnvironment('createPoll');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const uploads = new DynamoUploadStore(client, environment.POLLS_TABLE);

/** `POST /polls`: 201 with the poll; with an `Idempotency-Key` once, however often it is sent. */
export const handler = auditedHandler('createPoll', async (event) => {
  const { workspaceId } = requireCaller(event, 'createPoll');
  const definition = readBody(event, pollDefinitionSchema);
  const now = Date.now();
  const poll = await attachPictures(createPoll({ definition, id: ulid(now), workspaceId, now }), uploads);
  const id = await polls.create(poll, creationKeyOf(event, definition), now);
  const created = id === poll.id ? poll : found(await polls.get(id), 'poll: it was created and deleted since');
  return pollAnswer(created, 201, { location: `/polls/${id}` });
});

function creationKeyOf(event: ApiEvent, definition: unknown): CreationKey | undefined {
  const key = idempotencyKeyOf(event);
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
  return key === undefined ? undefined : { key: hash(key), bodyHash: hash(JSON.stringify(definition)) };
}
