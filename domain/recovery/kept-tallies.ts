/** A tally as far as a restored one can be compared with it. */
export interface KeptTally {
  readonly counters: ReadonlyMap<string, number>;
  /** When the counters last changed, milliseconds since 1970; undefined: never. */
  readonly updatedAt: number | undefined;
  /** Whether it counts responses that have expired, so that its responses don't add up to it any more. */
  readonly expired: boolean;
}

/** A poll's tally in brief. */
export interface TallyBrief extends Pick<KeptTally, 'updatedAt' | 'expired'> {
  readonly pollId: string;
  /** How many responses it counts. */
  readonly responses: number;
}

/** A Tallies table, live or restored. */
export interface KeptTallies {
  /**
   * Every tally that has ever counted something, page by page; polls that were deleted leave theirs behind.
   * @param from begins where a poll of this id would be, in an order that has nothing to do with ids, and ends at the
   * end: which one that begins with is drawn by drawing the id @default at the beginning
   */
  all(from?: string): AsyncIterable<readonly TallyBrief[]>;
  /** Strongly consistent. @returns undefined where the poll has none */
  read(pollId: string): Promise<KeptTally | undefined>;
}
