import type { TallyStore } from '../../domain/tallies/absorb.ts';
import type { Mark } from '../../domain/tallies/mark.ts';

/** When a call fails: before it took effect, or after (its answer is lost). */
export type Fault = 'none' | 'before' | 'after';

/** One poll's tally in memory, with the conditional update of the real one, failing on request. */
export class FakeTallyStore implements TallyStore {
  readonly counters = new Map<string, number>();
  readonly marks = new Map<string, Mark>();
  readonly #nextFault: () => Fault;

  constructor(nextFault: () => Fault) {
    this.#nextFault = nextFault;
  }

  async advance(given: Parameters<TallyStore['advance']>[0]): ReturnType<TallyStore['advance']> {
    const fault = this.#nextFault();
    if (fault === 'before') throw new Error('failed before it took effect');
    const found = this.marks.get(given.shardId);
    if (found !== given.expected) return { done: false, found, stale: [] };
    this.marks.set(given.shardId, given.mark);
    for (const [counter, delta] of given.deltas) {
      this.counters.set(counter, (this.counters.get(counter) ?? 0) + delta);
    }
    if (fault === 'after') throw new Error('failed after it took effect');
    return { done: true };
  }
}
