import { readEnvironment } from '../../contracts/functions.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyRegister } from '../../stores/dynamo-key-register.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireCaller } from '../middleware/caller.ts';
import { pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('deleteKey');
const keys = new DynamoKeyRegister(documentClient(), environment.POLLS_TABLE);

/** `DELETE /keys/{keyId}`: 204; within a minute nobody gets in with the key any more. */
export const handler = auditedHandler('deleteKey', async (event) => {
  const { workspaceId } = requireCaller(event, 'deleteKey');
  const isRevoked = await keys.revoke(workspaceId, pathParameter(event, 'keyId'));
  if (!isRevoked) throw new Problem('not-found', 'There is no such API key.');
  return { statusCode: 204 };
});
