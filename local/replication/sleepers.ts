/**
 * Pauses that can all be ended at once. A pause of Node's own with an abort signal would do, but a signal looks
 * through all its listeners for each new one: ten thousand writes that wait at a time would do nothing else.
 */
export class Sleepers {
  readonly #wakes = new Set<() => void>();
  #isOver = false;

  /** Resolves after so many milliseconds, or when all are woken; at once from then on. */
  sleep(ms: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakes.add(wake);
    });
  }

  wakeAll(): void {
    this.#isOver = true;
    for (const wake of this.#wakes) wake();
  }
}
