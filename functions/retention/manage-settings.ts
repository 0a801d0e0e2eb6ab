import { readEnvironment } from '../../contracts/functions.ts';
import { workspaceSettingsSchema } from '../../contracts/retention.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoSettingsStore } from '../../stores/dynamo-settings-store.ts';
import { json } from '../middleware/api.ts';
import { readBody } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';

const environment = readEnvironment('manageSettings');
const settings = new DynamoSettingsStore(documentClient(), environment.POLLS_TABLE);

/** `GET` and `PUT /workspace/settings`: for how long the workspace keeps what voters said. */
export const handler = routesHandler('manageSettings', {
  'GET /workspace/settings': async (_event, { workspaceId }) => json(200, await settings.get(workspaceId)),
  'PUT /workspace/settings': async (event, { workspaceId }) => {
    const wanted = readBody(event, workspaceSettingsSchema);
    await settings.set(workspaceId, wanted);
    return json(200, wanted);
  },
});
