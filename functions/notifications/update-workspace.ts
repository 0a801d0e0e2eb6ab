import { readEnvironment } from '../../contracts/functions.ts';
import { type WorkspaceView, workspacePatchSchema } from '../../contracts/webhooks.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoContactStore } from '../../stores/dynamo-contact-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';

const environment = readEnvironment('updateWorkspace');
const contacts = new DynamoContactStore(documentClient(), environment.POLLS_TABLE);

/** `PATCH /workspace`: who gets mail from now on. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'updateWorkspace');
  const { contactEmail } = readBody(event, workspacePatchSchema);
  await contacts.set(workspaceId, contactEmail ?? undefined);
  const view: WorkspaceView = contactEmail === null ? {} : { contactEmail };
  return json(200, view);
});
