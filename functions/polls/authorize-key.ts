import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { headers } from '../../contracts/headers.ts';
import { logEvents } from '../../contracts/observability.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoKeyStore } from '../../stores/dynamo-key-store.ts';
import { DynamoKeyUses } from '../../stores/dynamo-key-uses.ts';
import { DynamoPeopleStore } from '../../stores/dynamo-people-store.ts';
import type { AuthorizerContext } from '../middleware/api.ts';
import { callerFinder } from '../middleware/credentials.ts';
import { logger } from '../middleware/logger.ts';

const environment = readEnvironment('authorizeKey');
const client = documentClient();
const uses = new DynamoKeyUses(client, environment.POLLS_TABLE);
const findCaller = callerFinder({
  keys: new DynamoKeyStore(client, environment.POLLS_TABLE),
  people: new DynamoPeopleStore(client, environment.POLLS_TABLE),
  environment,
  async onUse(hash, key) {
    try {
      await uses.note(hash, key, Date.now());
    } catch (error) {
      // Whoever calls shall not wait for what is only good to know.
      const name = error instanceof Error ? error.name : 'unknown';
      logger.warn('The use of a key was not noted', { event: logEvents.keyUseNotNoted, error: name });
    }
  },
});

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
    context: caller
      ? { workspaceId: caller.workspaceId, scopes: caller.scopes.join(' '), actor: caller.actor ?? '' }
      : {},
  };
}
