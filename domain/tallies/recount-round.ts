import { Absorbed } from './absorbed.ts';
import { inLanes } from './lanes.ts';
import { type Difference, differencesOf } from './recount-report.ts';
import {
  type RecountedResponses,
  type RecountedTallies,
  RecountLost,
  type Snapshot,
  type StoredResponse,
} from './recount-stores.ts';
import { Scanned } from './scanned.ts';
import { type RecountId, recountMs } from './trace.ts';

/** Partitions that are read or written at once. */
const lanes = 8;
/** Between two looks at what has been absorbed, in milliseconds. */
const lookMs = 200;
/** A recount ends this long before it loses its poll, so that nothing of it is under way then. Milliseconds. */
const reserveMs = 60_000;

export interface RecountGiven {
  readonly pollId: string;
  /** The poll's shard count: its responses' partitions. */
  readonly shards: number;
  /** Whether a tally that differs is set right. */
  readonly rebuild: boolean;
  /** For how long the stream may lag behind, in seconds, before a round gives up. */
  readonly graceSeconds: number;
  /** Told now and then how many responses a round has read. */
  readonly onProgress?: (round: number, responses: number) => void;
}

/** What a recount works with. */
export interface RecountParts {
  readonly tallies: RecountedTallies;
  readonly responses: RecountedResponses;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds. */
  pause(ms: number): Promise<unknown>;
}

export interface Rounded {
  readonly responses: number;
  readonly differences: readonly Difference[];
}

/** What a round found, and the tally where the next one may start. `broken`: a trace is missing. */
export type RoundResult = { readonly snapshot: Snapshot } & (
  | ({ readonly kind: 'compared' } & Rounded)
  | { readonly kind: 'broken' | 'expired' | 'lagging' }
);

/**
 * One comparison. It starts from a snapshot of the tally and ends with another one. What was absorbed in between is
 * known by the traces; what wasn't touched in between stands in the table as it was counted, so the scan is right
 * about it at whatever moment it came by. That holds if the stream has no older change left in it, which probes
 * prove that are written behind the scan: they must come through before the round ends.
 */
export class RecountRound {
  readonly #parts: RecountParts;
  readonly #given: RecountGiven;
  readonly #id: RecountId;
  readonly #round: number;
  readonly #scanned = new Scanned();
  #expiring = false;

  constructor(parts: RecountParts, given: RecountGiven, id: RecountId, round: number) {
    this.#parts = parts;
    this.#given = given;
    this.#id = id;
    this.#round = round;
  }

  async run(base: Snapshot): Promise<RoundResult> {
    if (base.expired) return { kind: 'expired', snapshot: base };
    await this.#eachPartition((partition) => this.#scan(partition));
    if (this.#expiring) return { kind: 'expired', snapshot: base };
    const { pollId } = this.#given;
    const name = `${this.#id}-${this.#round}`;
    const probes: string[] = [];
    try {
      await this.#eachPartition(async (partition) => {
        probes.push(...(await this.#parts.responses.probe({ pollId, partition, name })));
      });
      return await this.#compare(base, probes);
    } finally {
      await this.#eachPartition((partition) => this.#parts.responses.removeProbes({ pollId, partition, name }));
    }
  }

  async #scan(partition: number): Promise<void> {
    for await (const page of this.#parts.responses.stored(this.#given.pollId, partition)) {
      this.#assertInTime();
      for (const response of page) {
        this.#scanned.add(response);
        this.#expiring ||= this.#expiresSoon(response);
      }
      this.#given.onProgress?.(this.#round, this.#scanned.size);
    }
  }

  /** Follows the traces until they reach a snapshot with all probes in it; that is the one to compare. */
  async #compare(base: Snapshot, probes: readonly string[]): Promise<RoundResult> {
    const absorbed = new Absorbed(base);
    const end = this.#parts.now() + 1_000 * this.#given.graceSeconds;
    let snapshot = await this.#snapshot();
    for (;;) {
      const reached = await absorbed.follow(snapshot, (shardId, behind) => this.#traces(shardId, behind));
      if (reached && probes.every((key) => absorbed.has(key))) break;
      // Another snapshot only behind one that was reached: a trace may come a moment after its update.
      if (this.#parts.now() >= end) return { kind: reached ? 'lagging' : 'broken', snapshot: await this.#snapshot() };
      await this.#parts.pause(lookMs);
      if (reached) snapshot = await this.#snapshot();
    }
    if (snapshot.expired) return { kind: 'expired', snapshot };
    const differences = differencesOf(snapshot.counters, this.#scanned.totals(absorbed.left()));
    return { kind: 'compared', snapshot, responses: this.#scanned.size, differences };
  }

  #snapshot(): Promise<Snapshot> {
    this.#assertInTime();
    return this.#parts.tallies.snapshot(this.#given.pollId, this.#id);
  }

  #traces(shardId: string, behind: string | undefined) {
    return this.#parts.tallies.traces({ pollId: this.#given.pollId, id: this.#id, shardId, behind });
  }

  #eachPartition(action: (partition: number) => Promise<unknown>): Promise<void> {
    return inLanes([...Array(this.#given.shards).keys()], lanes, action);
  }

  /** A response that may go while it is counted is as good as gone: nobody could tell what became of it. */
  #expiresSoon({ expiresAt }: StoredResponse): boolean {
    return expiresAt !== undefined && 1_000 * expiresAt <= this.#id + recountMs;
  }

  #assertInTime(): void {
    if (this.#parts.now() > this.#id + recountMs - reserveMs) {
      throw new RecountLost(`The recount takes longer than ${(recountMs - reserveMs) / 60_000} minutes`);
    }
  }
}
