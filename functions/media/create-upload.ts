import { ulid } from 'ulid';
import { readEnvironment } from '../../contracts/functions.ts';
import { newUploadSchema, type UploadTicket, uploadSeconds } from '../../contracts/media.ts';
import type { Upload } from '../../domain/media/upload.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoUploadStore } from '../../stores/dynamo-upload-store.ts';
import { S3Uploads } from '../../stores/s3-uploads.ts';
import { traceOfEvent } from '../../stores/trace-context.ts';
import { json } from '../middleware/api.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireCaller } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';

const environment = readEnvironment('createUpload');
const uploads = new DynamoUploadStore(documentClient(), environment.POLLS_TABLE);
const files = new S3Uploads(objectClient(), environment.UPLOADS_BUCKET);

/** `POST /media`: 201 with the id of a picture to be, and an address that takes its file for some minutes. */
export const handler = auditedHandler('createUpload', async (event) => {
  const { workspaceId } = requireCaller(event, 'createUpload');
  const { contentType, bytes, name } = readBody(event, newUploadSchema);
  const now = Date.now();
  const upload: Upload = {
    id: ulid(now),
    workspaceId,
    createdAt: new Date(now).toISOString(),
    contentType,
    bytes,
    ...(name === undefined ? {} : { name }),
    ...traceOfEvent(),
  };
  // First, so that no file comes of which nobody knows.
  await uploads.create(upload);
  const ticket: UploadTicket = {
    id: upload.id,
    state: 'pending',
    upload: await files.address(upload),
    expiresAt: new Date(now + uploadSeconds * 1_000).toISOString(),
  };
  return json(201, ticket, { location: `/media/${upload.id}` });
});
