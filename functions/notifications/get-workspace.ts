import { readEnvironment } from '../../contracts/functions.ts';
import type { WorkspaceView } from '../../contracts/webhooks.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoContactStore } from '../../stores/dynamo-contact-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';

const environment = readEnvironment('getWorkspace');
const contacts = new DynamoContactStore(documentClient(), environment.POLLS_TABLE);

/** `GET /workspace`: who gets mail. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'getWorkspace');
  const contactEmail = await contacts.get(workspaceId);
  const view: WorkspaceView = contactEmail === undefined ? {} : { contactEmail };
  return json(200, view);
});
