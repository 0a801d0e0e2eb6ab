import { type LiveAudience, liveAudiences, liveChannel } from '../../contracts/live.ts';
import { isSigned, sign } from '../signature.ts';

/** Tokens of one hour have one end, so that all viewers of a poll share a token and caches its answer. Milliseconds. */
const period = 3_600_000;
const kind = 'live';

/**
 * A token that opens one channel: `live.<pollId>.<audience>.<end>.<signature>`, the same for everyone within an hour.
 * It is good for one to two hours from now.
 * @param now milliseconds since 1970
 */
export function signLive(
  secret: string,
  pollId: string,
  audience: LiveAudience,
  now: number,
): { token: string; expiresAt: number } {
  const expiresAt = (Math.floor(now / period) + 2) * period;
  return { token: sign(secret, [kind, pollId, audience, expiresAt].join('.')), expiresAt };
}

/** @returns the one channel that a token opens; undefined for one that is forged, damaged, over or of another kind */
export function channelOfToken(secret: string, token: string, now: number): string | undefined {
  const [given, pollId, audience, end] = token.split('.');
  const known = liveAudiences.find((candidate) => candidate === audience);
  if (!isSigned(secret, token) || given !== kind || !pollId || !known || !(now < Number(end))) return undefined;
  return liveChannel(pollId, known);
}

/** What a viewer asks AppSync Events for; the channel is unknown when somebody connects. */
export interface ViewerRequest {
  readonly token: string;
  readonly operation: 'EVENT_CONNECT' | 'EVENT_SUBSCRIBE' | 'EVENT_PUBLISH';
  readonly channel?: string | null | undefined;
}

/**
 * Whether a viewer may do that: whoever has a token may connect, and listen to the one channel that the token names.
 * Nobody publishes by a token, and no token names channels by a wildcard.
 */
export function mayView(secret: string, { token, operation, channel }: ViewerRequest, now: number): boolean {
  const own = channelOfToken(secret, token, now);
  if (own === undefined) return false;
  return operation === 'EVENT_CONNECT' || (operation === 'EVENT_SUBSCRIBE' && channel === own);
}
