import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import type { AuthorizerContext } from '../middleware/api.ts';
import { callerFinder } from '../middleware/credentials.ts';

const environment = readEnvironment('authorizeKey');
const findCaller = callerFinder(new DynamoKeyStore(documentClient(), environment.POLLS_TABLE), environment);

/**
 * Says who calls, and leaves it to the handler to refuse: API Gateway could only answer 403 in its own words to a
 * wrong key, where a caller should get 401 and a problem document. The answer is cached by key or token, wrong ones
 * too, so that guessing costs no look-ups.
 */
export async function handler(
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<NonNullable<AuthorizerContext>>> {
  const caller = await findCaller(event.headers?.[headers.apiKey] ?? '');
  return {
    isAuthorized: true,
    context: caller ? { workspaceId: caller.workspaceId, scopes: caller.scopes.join(' ') } : {},
  };
}
