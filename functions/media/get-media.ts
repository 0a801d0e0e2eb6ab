import { readEnvironment } from '../../contracts/functions.ts';
import { toMediaView } from '../../domain/media/upload.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoUploadStore } from '../../stores/dynamo-upload-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('getMedia');
const uploads = new DynamoUploadStore(documentClient(), environment.POLLS_TABLE);

/** `GET /media/{mediaId}`: what has become of an upload of the workspace. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'getMedia');
  const upload = await uploads.get({ workspaceId, id: pathParameter(event, 'mediaId') });
  return json(200, toMediaView(found(upload, 'picture')));
});
