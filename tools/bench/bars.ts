import type { FunctionName } from '../../contracts/functions.ts';

/** What a figure should reach; `of` says whether the figure itself or its ratio to the baseline is meant. */
export interface Bar {
  readonly of: 'value' | 'ratio';
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** The functions that every vote or every look at the results runs. */
export const hotFunctions: readonly FunctionName[] = [
  'submitResponse',
  'recordResponses',
  'tallyResponses',
  'getResults',
  'getBallot',
];

export const bars = {
  /** A warm call against the bare SDK call. */
  warm: { of: 'ratio', atMost: 1.3 },
  /** A cold import against the import of a bare SDK handler. */
  cold: { of: 'ratio', atMost: 1.5 },
  /** A hot function's bundle, in KB of 1,000 bytes. */
  bundle: { of: 'value', atMost: 350 },
  /** Records that the pure fold takes in a second of one core. */
  fold: { of: 'value', atLeast: 300_000 },
  /** Seconds from the `202` to the vote in the results, 99th percentile. */
  freshness: { of: 'value', atMost: 3 },
  /** Seconds from a published snapshot to a viewer, 99th percentile. */
  live: { of: 'value', atMost: 1 },
} as const satisfies Record<string, Bar>;
