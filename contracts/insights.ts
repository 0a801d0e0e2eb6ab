import type { Counts } from './results.ts';

/**
 * How what a poll's insights are computed from is told: at once when it was computed some time ago, and computed anew
 * behind the answer. An answer `202` with `Retry-After` has no insights yet.
 */
interface Computed {
  readonly pollId: string;
  /** When it was computed. */
  readonly asOf: string;
  /** Responses that it is made of. */
  readonly responses: number;
  /** Whether newer insights are on their way. */
  readonly refreshing: boolean;
}

/** Body of `GET /polls/{pollId}/insights`. */
export interface Insights extends Computed {
  readonly timeline: {
    /** Width of a bucket in seconds: a minute, an hour or a day, so that there are at most some hundreds. */
    readonly bucketSeconds: number;
    /** Buckets that have responses, oldest first. */
    readonly buckets: readonly { readonly from: string; readonly responses: number }[];
  };
  /** By ISO 3166 code in capitals; `unknown` where the edge did not tell. */
  readonly countries: Counts;
  readonly devices: { readonly [device in Device]: number };
}

export const devices = ['phone', 'tablet', 'desktop', 'unknown'] as const;
export type Device = (typeof devices)[number];

/**
 * Body of `GET /polls/{pollId}/insights/cross-tab?rows=QUESTION&columns=QUESTION`, for two questions of the kinds
 * single, multiple or rating.
 */
export interface CrossTab extends Computed {
  readonly rows: { readonly question: string; readonly totals: Counts };
  readonly columns: { readonly question: string; readonly totals: Counts };
  /** Responses by the row's option (or rating), then the column's. */
  readonly cells: Readonly<Record<string, Counts>>;
}

/**
 * Body of `GET /polls/{pollId}/answers/{questionId}?cursor=…&search=…&state=shown|hidden|all`: the newest answers to a
 * text question, newest first, up to a bound that `Insights` are computed with; an export has all.
 */
export interface TextAnswers extends Computed {
  readonly questionId: string;
  readonly answers: readonly TextAnswer[];
  /** For the next page; absent on the last. */
  readonly cursor?: string;
}

export interface TextAnswer {
  readonly responseId: string;
  readonly text: string;
  readonly submittedAt: string;
  /** By a moderator: `PATCH /polls/{pollId}/answers/{questionId}/{responseId}` with `{ "hidden": true }`. */
  readonly hidden: boolean;
}
