const firstSeconds = 1;
const mostSeconds = 60;
/** Into how many parts a wait is spread. */
const parts = 8;

/**
 * Voters who were refused and come again: after a second, doubled with each refusal up to a minute, half of it at
 * random, as `web/client/backoff.ts` has it. It keeps an answer until it is confirmed, so nobody gives up.
 */
export class Clients {
  readonly #comeBack: boolean;
  readonly #step: number;
  /** By step: by how often they were refused. */
  readonly #due = new Map<number, Map<number, number>>();
  #waiting = 0;
  #gone = 0;

  constructor(comeBack: boolean, step: number) {
    this.#comeBack = comeBack;
    this.#step = step;
  }

  /** Voters who will come again. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Voters who won't. */
  get gone(): number {
    return this.#gone;
  }

  /** Who comes again now, by how often they were refused. */
  due(step: number): ReadonlyMap<number, number> {
    const due = this.#due.get(step) ?? new Map<number, number>();
    this.#due.delete(step);
    for (const amount of due.values()) this.#waiting -= amount;
    return due;
  }

  refuse(step: number, refusedBefore: number, amount: number): void {
    if (amount <= 0) return;
    if (!this.#comeBack) {
      this.#gone += amount;
      return;
    }
    this.#waiting += amount;
    const wait = Math.min(mostSeconds, firstSeconds * 2 ** refusedBefore);
    for (let part = 0; part < parts; part += 1) {
      const seconds = wait * (0.5 + (0.5 * (part + 0.5)) / parts);
      const due = step + Math.max(1, Math.round(seconds / this.#step));
      const there = this.#due.get(due) ?? new Map<number, number>();
      there.set(refusedBefore + 1, (there.get(refusedBefore + 1) ?? 0) + amount / parts);
      this.#due.set(due, there);
    }
  }
}
