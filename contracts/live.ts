/** The channel namespace of AppSync Events that carries results. */
export const liveNamespace = 'results';

/**
 * Who may listen to a channel: `viewers` are those to whom the poll's policy shows results now, `workspace` is the
 * poll's own while they are hidden from everyone else.
 */
export const liveAudiences = ['viewers', 'workspace'] as const;
export type LiveAudience = (typeof liveAudiences)[number];

/** The channel of one poll's results. */
export function liveChannel(pollId: string, audience: LiveAudience = 'viewers'): string {
  return `/${liveNamespace}/${pollId}${audience === 'workspace' ? '/workspace' : ''}`;
}

/** Where events are published: a POST. */
export function publishUrl(httpHost: string): string {
  return `http${security(httpHost)}://${httpHost}/event`;
}

/** Where viewers connect. */
export function realtimeUrl(realtimeHost: string): string {
  return `ws${security(realtimeHost)}://${realtimeHost}/event/realtime`;
}

/** A laptop's host is `localhost` with a port, and has no certificate. */
function security(host: string): 's' | '' {
  return host.startsWith('localhost:') ? '' : 's';
}

/**
 * Body of `GET /polls/{pollId}/live`, for who may see the poll's results now; others get the problem
 * `results-hidden`. Each event on the channel is the JSON of a `PollResults`; a client drops one that has an older
 * `asOf` than it already shows.
 */
export interface LiveAccess {
  /** The WebSocket of AppSync Events, see `realtimeUrl`. */
  readonly url: string;
  /** The `host` of its authorization: the API's HTTP host. */
  readonly host: string;
  readonly channel: string;
  /** For `Authorization`, when it connects and when it subscribes; the same for many viewers. */
  readonly token: string;
  /** When the token ends to open connections; a connection that stands goes on. */
  readonly expiresAt: string;
}
