import { readEnvironment } from '../../contracts/functions.ts';
import { keyRotationSchema, newKeySchema } from '../../contracts/keys.ts';
import { assertGrantable, createKey, rotateKey } from '../../domain/polls/api-keys.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyRegister } from '../../stores/dynamo-key-register.ts';
import { json } from '../middleware/api.ts';
import { pathParameter, readBody } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';

const environment = readEnvironment('createKey');
const keys = new DynamoKeyRegister(documentClient(), environment.POLLS_TABLE);

/** 201 with a new key of the workspace, which is shown this once: one more, or one in the place of another. */
export const handler = routesHandler('createKey', {
  'POST /keys': async (event, caller) => {
    const { name, scopes, expiresAt } = readBody(event, newKeySchema);
    assertGrantable(caller, scopes);
    const { workspaceId } = caller;
    return json(201, await createKey(keys, { workspaceId, scopes, name, expiresAt, now: Date.now() }));
  },
  'POST /keys/{keyId}/rotate': async (event, caller) => {
    const { overlapSeconds } = readBody(event, keyRotationSchema);
    const keyId = pathParameter(event, 'keyId');
    return json(201, await rotateKey(keys, { caller, keyId, overlapSeconds, now: Date.now() }));
  },
});
