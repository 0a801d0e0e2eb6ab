/**
 * What voters and viewers are promised, wherever it runs: the thresholds of every load test, and the steady state of a
 * game day.
 */
export const objectives = {
  /** Of all requests: answered, or told with 429 when to come back. */
  availability: 0.999,
  /** From a voter's click to the API's word that the vote is taken, refusals and retries in between. */
  acceptedMs: { share: 0.95, most: 1_000 },
  /** From then until a viewer sees it counted. */
  seenMs: { share: 0.95, most: 5_000 },
  /** Accepted votes that are missing in the results, or counted twice. */
  lost: 0,
} as const;
export type Objectives = typeof objectives;
