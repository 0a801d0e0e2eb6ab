/** A token bucket: so many a second in the long run, so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** How long a call takes for so many items. Seconds. */
export interface Duration {
  readonly seconds: number;
  readonly perItem: number;
}

/** Partitions of the table that hold equally many of a poll's keys. */
export interface PartitionGroup {
  readonly partitions: number;
  /** The share of the poll's votes that go to all of them together. */
  readonly share: number;
}

/** A function that Lambda feeds from a stream. */
export interface StreamSettings {
  /** Records in a batch at most. */
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Until a new record is seen, on average. */
  readonly lookSeconds: number;
  readonly duration: Duration;
}

/** Every number of the model, whether AWS's, the stage's or an assumption; `settingsOf` puts them together. */
export interface Settings {
  /** Requests a second that CloudFront takes, and how many come with a vote: what it answers by itself, too. */
  readonly edge: { readonly requestsPerSecond: number; readonly requestsPerVote: number };
  readonly account: Rate;
  /** Requests that reach the API with a vote, itself included. */
  readonly requestsPerVote: number;
  readonly votes: Rate;
  /** Whether who is refused comes again, as `@groundswell/client` does. */
  readonly retries: boolean;
  /** Instances at once of all functions. */
  readonly concurrency: number;
  readonly submit: {
    readonly callSeconds: number;
    readonly callsPerInstance: number;
    /** Calls of functions that somebody waits for, for each vote. */
    readonly callsPerVote: number;
    /** Instances that are ready before the first vote. */
    readonly warm: number;
    readonly growth: Rate;
  };
  readonly record: {
    readonly batchSize: number;
    readonly windowSeconds: number;
    readonly duration: Duration;
    /** Batches at once: at first, how many more a second, at most. */
    readonly pollers: { readonly first: number; readonly perSecond: number; readonly most: number };
    readonly inFlight: number;
    /** For how long what failed is hidden. */
    readonly hiddenSeconds: number;
    /** Receives after which what still fails is a dead letter. */
    readonly mostReceives: number;
  };
  readonly writes: {
    readonly partitions: readonly PartitionGroup[];
    readonly perPartition: number;
    readonly table: number;
    /** For how long a throttled write is tried before the message goes back. */
    readonly patienceSeconds: number;
    /** How long a partition must be too hot until it is split. */
    readonly splitSeconds: number;
    readonly doublingSeconds: number;
  };
  readonly tally: StreamSettings & {
    /**
     * Write units a second of one item, and what the poll's item has: some bytes, and more for each stream
     * shard. With several items the shards are spread over them.
     */
    readonly item: {
      readonly unitsPerSecond: number;
      readonly unitBytes: number;
      readonly bytes: number;
      readonly perShard: number;
      readonly items: number;
    };
  };
  readonly publish: StreamSettings;
}
