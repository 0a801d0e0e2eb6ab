/** What an audience is told to do. Times are seconds from the beginning, unless they are named otherwise. */
export interface AudienceInput {
  readonly apiUrl: string;
  readonly pollId: string;
  /** What may be chosen of the poll's one question. */
  readonly options: readonly string[];
  /** The beginning, in milliseconds since 1970. */
  readonly startAt: number;
  /** When voters vote, in order. */
  readonly arrivals: readonly number[];
  /** How many watch the results all the while. */
  readonly viewers: number;
  /** Names of a laptop's regions, to which voters are near in turn; none: the address decides. */
  readonly regions: readonly string[];
  readonly seed: number;
  /** For how long voters go on trying after the last one has come. */
  readonly patienceSeconds: number;
}

/** The id of the one question of a poll under load. */
export const questionId = 'choice';

export const routeNames = ['ballot', 'devices', 'submit', 'status', 'results', 'live'] as const;
export type RouteName = (typeof routeNames)[number];

/** A request as a client saw it. */
export interface RequestMade {
  readonly route: RouteName;
  readonly at: number;
  /** Until the answer's head, or until nothing came. */
  readonly ms: number;
  /** 0 where no answer came. */
  readonly status: number;
  /** Whether a refusal says when to come back. */
  readonly retryAfter: boolean;
}

/** What became of one voter. */
export interface VoterStory {
  /** When the voter meant to vote: whatever comes in between is felt. */
  readonly dueAt: number;
  readonly option: string;
  /** Once the voter had one. */
  readonly token?: string | undefined;
  /** When the API had taken the vote for good. */
  readonly acceptedAt?: number | undefined;
  /** When the voter was told that the vote counts. */
  readonly confirmedAt?: number | undefined;
  /** `stopped`: the end came before anybody said what became of it. */
  readonly outcome: 'recorded' | 'replaced' | 'refused' | 'stopped';
}

/** What a viewer saw: so many responses in the results. */
export interface Sighting {
  readonly at: number;
  readonly responses: number;
}

export interface AudienceReport {
  readonly requests: readonly RequestMade[];
  readonly voters: readonly VoterStory[];
  /** By viewer. */
  readonly sightings: readonly (readonly Sighting[])[];
}

/** What an audience says. */
export type AudienceMessage =
  | { readonly kind: 'progress'; readonly ended: number }
  | { readonly kind: 'report'; readonly report: AudienceReport };
