import { readEnvironment } from '../../contracts/functions.ts';
import { channelOfToken } from '../../domain/live/live-token.ts';
import { secretsClient } from '../../stores/clients.ts';
import { secretReader } from '../../stores/secret.ts';

const environment = readEnvironment('authorizeViewer');
const secret = secretReader(secretsClient(), environment.VOTER_TOKEN_SECRET_ARN);

/** What AppSync Events asks, see https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html */
export interface ViewerRequest {
  readonly authorizationToken?: string;
  readonly requestContext: {
    readonly operation: 'EVENT_CONNECT' | 'EVENT_SUBSCRIBE' | 'EVENT_PUBLISH';
    /** Not when somebody connects. */
    readonly channel?: string | null;
  };
}

export interface ViewerAnswer {
  readonly isAuthorized: boolean;
  /** Seconds. An answer holds for one operation on one channel, and AppSync would know it again by its token alone. */
  readonly ttlOverride: 0;
}

/**
 * Says who may connect, and who may listen to a channel: whoever has a token may connect, and listen to the one
 * channel that the token names. Nobody publishes by a token, and no token names channels by a wildcard.
 */
export async function handler({ authorizationToken, requestContext }: ViewerRequest): Promise<ViewerAnswer> {
  const own = channelOfToken(await secret(), authorizationToken ?? '', Date.now());
  const { operation, channel } = requestContext;
  const isAuthorized =
    own !== undefined && (operation === 'EVENT_CONNECT' || (operation === 'EVENT_SUBSCRIBE' && channel === own));
  return { isAuthorized, ttlOverride: 0 };
}
