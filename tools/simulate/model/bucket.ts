import type { Rate } from './settings.ts';

/** A token bucket that is full at first, for amounts that needn't be whole. */
export class Bucket {
  readonly #rate: Rate;
  #tokens: number;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#tokens = rate.burst;
  }

  /** How much may pass, of so much that comes within a step of so many seconds. */
  pass(offered: number, seconds: number): number {
    const room = this.#tokens + this.#rate.perSecond * seconds;
    const passed = Math.min(offered, room);
    this.#tokens = Math.min(this.#rate.burst, room - passed);
    return passed;
  }
}
