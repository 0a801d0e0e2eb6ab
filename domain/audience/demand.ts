import { peakShare } from '../polls/shards.ts';

/** How long `submitResponse` and `getBallot` take when warm, in seconds. */
export const callSeconds = 0.025;
/** How busy instances are at the peak; the rest is for the unevenness of arrivals. */
const utilization = 0.7;
/**
 * Calls a second that Lambda lets one instance take, however short they are: 1,000 instances go with 10,000 calls
 * (https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html).
 */
export const callsPerInstance = 10;

/** What a stage has, and what its API lets through. */
export interface Bounds {
  /** Instances of each function that are warm without any audience. */
  readonly leastInstances: number;
  /** The most that may be warm; 0 where the stage keeps none warm. */
  readonly mostInstances: number;
  /** The API's throttle of votes: more never reach a function. */
  readonly votesPerSecond: number;
}

export interface Demand {
  /** Warm instances of each function that a voter calls. */
  readonly instances: number;
  /** Writes a second that the Responses table takes from the first second on. */
  readonly writesPerSecond: number;
}

/** What the busiest second of an audience needs: one call of each function and one write a vote. */
export function demandOf(audience: number, bounds: Bounds): Demand {
  const votes = Math.min(bounds.votesPerSecond, Math.ceil(audience * peakShare));
  const needed = Math.ceil(Math.max((votes * callSeconds) / utilization, votes / callsPerInstance));
  return {
    instances: Math.min(bounds.mostInstances, Math.max(bounds.leastInstances, needed)),
    writesPerSecond: votes,
  };
}
