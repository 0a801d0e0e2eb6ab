/** Body of `GET /polls/{pollId}/results`. */
export interface PollResults {
  readonly pollId: string;
  readonly state: 'draft' | 'scheduled' | 'open' | 'closed';
  /** When the newest counted response was folded in; absent before the first. */
  readonly asOf?: string;
  /**
   * About how many responses this region has accepted and not yet recorded, those of all its polls together: this
   * poll's own are no more than that. What is recorded is counted a second or two later. Not among them are responses
   * that another region has accepted and this one doesn't have yet, and those that wait for an operator as they could
   * not be recorded. Some seconds old; absent when unknown.
   */
  readonly pending?: number;
  /** Responses that count now. */
  readonly responses: number;
  /** Responses that were recorded and are left out, see `POST /polls/{pollId}/exclusions`; absent where none is. */
  readonly excluded?: number;
  /** By question id. */
  readonly questions: Readonly<Record<string, QuestionResult>>;
}

interface Shown {
  /** Responses that answered. */
  readonly respondents: number;
  /** Responses that were shown the question and left it unanswered. */
  readonly skips: number;
}

export type Counts = Readonly<Record<string, number>>;

export type QuestionResult = Shown &
  (
    | { readonly kind: 'single' | 'multiple'; readonly counts: Counts }
    | ({ readonly kind: 'rating'; readonly counts: Counts } & RatingSummary)
    | {
        readonly kind: 'ranking';
        /** By option id: how often it stood at each position, best first. */
        readonly positions: Readonly<Record<string, readonly number[]>>;
        /** By option id: n − 1 points for the first of n options, n − 2 for the second, none for an unranked one. */
        readonly borda: Counts;
        readonly firstChoices: Counts;
      }
    | { readonly kind: 'matrix' /** By row id, then column id. */; readonly rows: Readonly<Record<string, Counts>> }
    | { readonly kind: 'text' }
  );

/** Absent figures have no meaning for the number of respondents: no mean of none. */
export interface RatingSummary {
  readonly mean?: number;
  readonly median?: number;
  /** Of the population: the respondents are everyone who answered. */
  readonly standardDeviation?: number;
  /** Promoters (9, 10) minus detractors (0 to 6), in percent of the respondents; only where the question asks. */
  readonly nps?: number;
}

/** Body of `GET /polls/{pollId}/results/{questionId}/instant-runoff`. */
export interface InstantRunoff {
  readonly pollId: string;
  readonly questionId: string;
  readonly ballots: number;
  /** Absent when nobody ranked anything, or the last options are tied. */
  readonly winner?: string;
  readonly rounds: readonly RunoffRound[];
}

export interface RunoffRound {
  readonly counts: Counts;
  /** Ballots whose ranked options are all out. */
  readonly exhausted: number;
  /** Options that leave after this round. */
  readonly eliminated: readonly string[];
}
