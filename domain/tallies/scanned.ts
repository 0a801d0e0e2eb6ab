import { countersOf } from './counters.ts';
import { add } from './fold.ts';
import type { StoredResponse } from './recount-stores.ts';

/** Equal responses share what is remembered of them, as long as there are no more different ones than this. */
const mostShared = 10_000;

/**
 * What a scan of a poll's responses saw of each. A counter is remembered as its number, so that a response costs
 * its key and two bytes a counter, and often its key alone.
 */
export class Scanned {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #shared = new Map<string, Uint16Array>();
  readonly #responses = new Map<string, Uint16Array>();

  get size(): number {
    return this.#responses.size;
  }

  add({ key, counted }: StoredResponse): void {
    const own = Uint16Array.from(countersOf(counted), (counter) => this.#numberOf(counter));
    const name = own.join();
    const equal = this.#shared.get(name);
    if (!equal && this.#shared.size < mostShared) this.#shared.set(name, own);
    this.#responses.set(key, equal ?? own);
  }

  /** The counters of all responses but some, whose counters are given. */
  totals(others: Iterable<readonly [key: string, counters: readonly string[]]>): Map<string, number> {
    const byNumber = new Float64Array(this.#names.length);
    for (const own of this.#responses.values()) addEach(byNumber, own, 1);
    const totals = new Map<string, number>();
    for (const [key, counters] of others) {
      const seen = this.#responses.get(key);
      if (seen) addEach(byNumber, seen, -1);
      for (const counter of counters) add(totals, counter, 1);
    }
    for (const [number, name] of this.#names.entries()) add(totals, name, byNumber[number] ?? 0);
    return totals;
  }

  #numberOf(counter: string): number {
    const known = this.#numbers.get(counter);
    if (known !== undefined) return known;
    this.#numbers.set(counter, this.#names.length);
    return this.#names.push(counter) - 1;
  }
}

function addEach(counts: Float64Array, numbers: Uint16Array, delta: number): void {
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + delta;
}
