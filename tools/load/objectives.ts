import { slos } from '../../contracts/slos.ts';

/**
 * The service's objectives as an audience can see them: the thresholds of every load test, and the steady state of a
 * game day.
 */
export const objectives = {
  /** Of all requests: answered, or told with 429 when to come back. */
  availability: Math.min(slos.accepting.objective, slos.reading.objective),
  /** From a voter's click to the API's word that the vote is taken, refusals and retries in between: felt as at once. */
  acceptedP95Ms: 1_000,
  /** From then until a viewer sees it counted, as the objective of freshness has it for 99 of 100. */
  seenP99Ms: slos.freshness.withinMs,
  /** Accepted votes that are missing in the results, or counted twice. */
  lost: 0,
} as const;
