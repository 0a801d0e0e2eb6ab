import { readEnvironment } from '../../contracts/functions.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyRegister } from '../../stores/dynamo-key-register.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';

const environment = readEnvironment('listKeys');
const keys = new DynamoKeyRegister(documentClient(), environment.POLLS_TABLE);

/** `GET /keys`: the workspace's keys, without the keys themselves. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'listKeys');
  return json(200, { keys: await keys.list(workspaceId) });
});
