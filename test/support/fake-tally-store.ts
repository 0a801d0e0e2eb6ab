import type { TallyStore } from '../../domain/tallies/absorb.ts';
import type { Mark } from '../../domain/tallies/mark.ts';
import { type RecountedTallies, RecountLost, type Snapshot } from '../../domain/tallies/recount-stores.ts';
import { type RecountId, recountMs, type Trace } from '../../domain/tallies/trace.ts';

/** When a call fails: before it took effect, or after (its answer is lost). */
export type Fault = 'none' | 'before' | 'after';

/** One poll's tally in memory, with the conditional updates of the real one, failing on request. */
export class FakeTallyStore implements TallyStore, RecountedTallies {
  readonly counters = new Map<string, number>();
  readonly marks = new Map<string, Mark>();
  /** What a tally would be that only ever folded: neither damaged nor rebuilt. */
  readonly folded = new Map<string, number>();
  readonly #nextFault: () => Fault;
  readonly #traces = new Map<string, Trace[]>();
  #recount: RecountId = 0;
  #expired = false;
  /** Called before each call of a recount takes effect. */
  beforeEach: () => Promise<void> = async () => {};
  /** Called before a trace is written. */
  beforeTrace: () => Promise<void> = async () => {};
  /** Called when a counter has changed. */
  onChange: (counter: string, value: number) => void = () => {};

  constructor(nextFault: () => Fault) {
    this.#nextFault = nextFault;
  }

  async advance(given: Parameters<TallyStore['advance']>[0]): ReturnType<TallyStore['advance']> {
    const fault = this.#nextFault();
    if (fault === 'before') throw new Error('failed before it took effect');
    const found = this.marks.get(given.shardId);
    if (found !== given.expected) return { done: false, found, stale: [] };
    this.marks.set(given.shardId, given.mark);
    this.#expired ||= given.expired;
    for (const [counter, delta] of given.deltas) {
      this.folded.set(counter, (this.folded.get(counter) ?? 0) + delta);
    }
    this.#addAll(given.deltas);
    if (fault === 'after') throw new Error('failed after it took effect');
    return { done: true, recount: this.#recount };
  }

  async leaveTrace(given: Parameters<TallyStore['leaveTrace']>[0]): Promise<void> {
    await this.beforeTrace();
    const fault = this.#nextFault();
    if (fault === 'before') throw new Error('failed before it took effect');
    const name = `${given.recount} ${given.shardId}`;
    this.#traces.set(name, [...(this.#traces.get(name) ?? []), given.trace]);
    if (fault === 'after') throw new Error('failed after it took effect');
  }

  async open(_pollId: string, id: RecountId): ReturnType<RecountedTallies['open']> {
    await this.beforeEach();
    if (Math.abs(this.#recount) > id - recountMs) return { since: this.#recount };
    this.#recount = id;
    return { snapshot: this.#snapshot() };
  }

  async snapshot(_pollId: string, id: RecountId): Promise<Snapshot> {
    await this.beforeEach();
    if (this.#recount !== id) throw new RecountLost('lost');
    return this.#snapshot();
  }

  async traces({ id, shardId, behind }: Parameters<RecountedTallies['traces']>[0]): Promise<Trace[]> {
    await this.beforeEach();
    const sequence = (mark: Mark) => BigInt(mark.split('/')[0] ?? '');
    return (this.#traces.get(`${id} ${shardId}`) ?? [])
      .filter(({ after }) => behind === undefined || sequence(after) > sequence(behind))
      .sort((left, right) => Number(sequence(left.after) - sequence(right.after)));
  }

  async add({ held, next, deltas }: Parameters<RecountedTallies['add']>[0]): Promise<void> {
    await this.beforeEach();
    if (this.#recount !== held) throw new RecountLost('lost');
    this.#recount = next;
    this.#addAll(deltas);
  }

  async close({ held }: Parameters<RecountedTallies['close']>[0]): Promise<void> {
    await this.beforeEach();
    if (this.#recount === held) this.#recount = 0;
  }

  async deleteTraces({ id }: Parameters<RecountedTallies['deleteTraces']>[0]): Promise<void> {
    await this.beforeEach();
    for (const name of this.#traces.keys()) if (name.startsWith(`${id} `)) this.#traces.delete(name);
  }

  #snapshot(): Snapshot {
    return { counters: new Map(this.counters), marks: new Map(this.marks), expired: this.#expired };
  }

  #addAll(deltas: ReadonlyMap<string, number>): void {
    for (const [counter, delta] of deltas) {
      const value = (this.counters.get(counter) ?? 0) + delta;
      this.counters.set(counter, value);
      this.onChange(counter, value);
    }
  }
}
