/** The channel namespace of AppSync Events that carries results. */
export const liveNamespace = 'results';

/** The channel of one poll's results. */
export function liveChannel(pollId: string): string {
  return `/${liveNamespace}/${pollId}`;
}

/**
 * Body of `GET /polls/{pollId}/live`, for who may see the poll's results now; others get the problem
 * `results-hidden`. Each event on the channel is the JSON of a `PollResults`; a client drops one that has an older
 * `asOf` than it already shows.
 */
export interface LiveAccess {
  /** The WebSocket of AppSync Events: `wss://<realtime host>/event/realtime`. */
  readonly url: string;
  /** The `host` of its authorization: the API's HTTP host. */
  readonly host: string;
  readonly channel: string;
  /** For `Authorization`, when it connects and when it subscribes; the same for many viewers. */
  readonly token: string;
  /** When the token ends to open connections; a connection that stands goes on. */
  readonly expiresAt: string;
}
