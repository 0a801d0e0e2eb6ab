import { readEnvironment } from '../../contracts/functions.ts';
import { mayView, type ViewerRequest } from '../../domain/live/live-token.ts';
import { secretsClient } from '../../stores/clients.ts';
import { signingKeys } from '../../stores/signing-keys.ts';

const environment = readEnvironment('authorizeViewer');
const secret = signingKeys(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);

/** What AppSync Events asks, see https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html */
interface AuthorizerEvent {
  readonly authorizationToken?: string;
  readonly requestContext: Pick<ViewerRequest, 'operation' | 'channel'>;
}

interface AuthorizerAnswer {
  readonly isAuthorized: boolean;
  /** Seconds. An answer holds for one operation on one channel, and AppSync would know it again by its token alone. */
  readonly ttlOverride: 0;
}

/** Says who may connect, and who may listen to a channel. */
export async function handler({ authorizationToken, requestContext }: AuthorizerEvent): Promise<AuthorizerAnswer> {
  const { operation, channel } = requestContext;
  const request = { token: authorizationToken ?? '', operation, channel };
  return { isAuthorized: mayView(await secret(), request, Date.now()), ttlOverride: 0 };
}
