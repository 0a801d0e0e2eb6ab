import { readEnvironment } from '../../contracts/functions.ts';
import { newKeySchema } from '../../contracts/keys.ts';
import { assertGrantable, createKey } from '../../domain/polls/api-keys.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyRegister } from '../../stores/dynamo-key-register.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';

const environment = readEnvironment('createKey');
const keys = new DynamoKeyRegister(documentClient(), environment.POLLS_TABLE);

/** `POST /keys`: 201 with a new key of the workspace, which is shown this once. */
export const handler = apiHandler(async (event) => {
  const caller = requireCaller(event, 'createKey');
  const { name, scopes } = readBody(event, newKeySchema);
  assertGrantable(caller, scopes);
  const { workspaceId } = caller;
  return json(201, await createKey(keys, { workspaceId, scopes, name, now: Date.now() }));
});
