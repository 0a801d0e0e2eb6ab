import { isAfter } from './fold.ts';
import { type Mark, sequenceOf } from './mark.ts';
import type { Snapshot } from './recount-stores.ts';
import type { Trace } from './trace.ts';

/** What a tally has absorbed since a snapshot, as told by the traces of its updates. */
export class Absorbed {
  readonly #marks: Map<string, Mark>;
  readonly #left = new Map<string, { readonly sequence: string; readonly counters: readonly string[] }>();

  constructor(base: Snapshot) {
    this.#marks = new Map(base.marks);
  }

  /**
   * Follows the traces of each stream shard up to exactly where a later snapshot has it.
   * @returns whether they form an unbroken chain; a trace that is missing yet may be there the next time
   */
  async follow(
    snapshot: Snapshot,
    tracesOf: (shardId: string, behind: Mark | undefined) => Promise<readonly Trace[]>,
  ): Promise<boolean> {
    const reached = await Promise.all(
      [...snapshot.marks].map(async ([shardId, until]) => {
        if (this.#marks.get(shardId) === until) return true;
        for (const trace of await tracesOf(shardId, this.#marks.get(shardId))) {
          if (trace.before !== this.#marks.get(shardId)) return false;
          this.#take(trace);
          this.#marks.set(shardId, trace.after);
          if (trace.after === until) return true;
        }
        return false;
      }),
    );
    return reached.every((whole) => whole);
  }

  /** Whether something of the key was absorbed. */
  has(key: string): boolean {
    return this.#left.has(key);
  }

  /** Each key of which something was absorbed, with the counters that it adds one to since. */
  *left(): Iterable<readonly [key: string, counters: readonly string[]]> {
    for (const [key, { counters }] of this.#left) yield [key, counters];
  }

  /** A key moves to another stream shard when its partition splits; its sequence numbers go on growing there. */
  #take({ after, left }: Trace): void {
    const sequence = sequenceOf(after);
    for (const [key, counters] of left) {
      const known = this.#left.get(key);
      if (!known || isAfter(sequence, known.sequence)) this.#left.set(key, { sequence, counters });
    }
  }
}
