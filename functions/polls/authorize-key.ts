import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { hashKey, looksLikeKey } from '../../domain/polls/api-keys.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import type { AuthorizerContext } from '../middleware/api.ts';

const environment = readEnvironment('authorizeKey');
const keys = new DynamoKeyStore(documentClient(), environment.POLLS_TABLE);

/**
 * Says who calls, and leaves it to the handler to refuse: API Gateway could only answer 403 in its own words to a
 * wrong key, where a caller should get 401 and a problem document. The answer is cached by key, wrong ones too, so
 * that guessing costs no look-ups.
 */
export async function handler(
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<NonNullable<AuthorizerContext>>> {
  const key = event.headers?.[headers.apiKey] ?? '';
  const caller = looksLikeKey(key) ? await keys.find(hashKey(key)) : undefined;
  return {
    isAuthorized: true,
    context: caller ? { workspaceId: caller.workspaceId, scopes: caller.scopes.join(' ') } : {},
  };
}
