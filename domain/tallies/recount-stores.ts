import type { CountedResponse } from './counters.ts';
import type { Mark } from './mark.ts';
import type { RecountId, Trace } from './trace.ts';

/** A tally at one moment: its counters, and how far each stream shard went into them. */
export interface Snapshot {
  readonly counters: ReadonlyMap<string, number>;
  readonly marks: ReadonlyMap<string, Mark>;
  /** Whether it counts responses that have expired, and so aren't stored any more. */
  readonly expired: boolean;
}

/** What a recount needs of the tallies. */
export interface RecountedTallies {
  /**
   * Puts a poll's tally under a recount, unless it is under another one that is younger than `recountMs`. Every
   * update that isn't in the snapshot leaves its trace.
   * @returns the tally as it was then, or when the other one began
   */
  open(pollId: string, id: RecountId): Promise<{ snapshot: Snapshot } | { since: RecountId }>;
  /** The tally now, strongly consistent. @throws RecountLost */
  snapshot(pollId: string, id: RecountId): Promise<Snapshot>;
  /** The traces of a stream shard behind a mark, in the stream's order; undefined: from the first on. */
  traces(given: { pollId: string; id: RecountId; shardId: string; behind: Mark | undefined }): Promise<Trace[]>;
  /**
   * Adds to counters, once, however often the call is repeated: only if the tally is under `held`, which gives way
   * to `next`.
   * @throws RecountLost
   */
  add(given: { pollId: string; held: RecountId; next: RecountId; deltas: ReadonlyMap<string, number> }): Promise<void>;
  /** Ends the recount if the tally still is under `held`. */
  close(given: { pollId: string; held: RecountId }): Promise<void>;
  deleteTraces(given: { pollId: string; id: RecountId }): Promise<void>;
}

/** A response as a recount reads it. */
export interface StoredResponse {
  readonly key: string;
  readonly counted: CountedResponse;
  /** Seconds since 1970. */
  readonly expiresAt?: number;
}

/** What a recount needs of the responses. */
export interface RecountedResponses {
  /** All responses of one of the poll's partitions, strongly consistent, page by page. */
  stored(pollId: string, partition: number): AsyncIterable<readonly StoredResponse[]>;
  /**
   * Writes probes: items that count nothing, spread over one of the poll's partitions. Once a probe has come through
   * the stream, all that was written beside it before has come through too. They expire where nobody removes them.
   * @returns their keys
   */
  probe(given: { pollId: string; partition: number; name: string }): Promise<string[]>;
  /** Removes the probes of that name. */
  removeProbes(given: { pollId: string; partition: number; name: string }): Promise<void>;
}

/** The tally is under another recount now, or under none: this one took longer than it may. */
export class RecountLost extends Error {
  override readonly name = 'RecountLost';
}
