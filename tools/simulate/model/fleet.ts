import { Bucket } from './bucket.ts';
import type { Settings } from './settings.ts';

/** The instances of `submitResponse`: those that are warm, and those that Lambda adds as fast as it may. */
export class Fleet {
  readonly #settings: Settings['submit'];
  readonly #growth: Bucket;
  #instances: number;
  #cold = 0;

  constructor(settings: Settings['submit']) {
    this.#settings = settings;
    this.#growth = new Bucket(settings.growth);
    this.#instances = settings.warm;
  }

  get instances(): number {
    return this.#instances;
  }

  /** Instances that somebody waited for. */
  get cold(): number {
    return this.#cold;
  }

  /** @returns the share of the calls that find an instance */
  serve(callsPerSecond: number, seconds: number): number {
    const { callSeconds, callsPerInstance } = this.#settings;
    const needed = callsPerSecond * Math.max(callSeconds, 1 / callsPerInstance);
    const added = this.#growth.pass(Math.max(0, needed - this.#instances), seconds);
    this.#instances += added;
    this.#cold += added;
    return needed === 0 ? 1 : Math.min(1, this.#instances / needed);
  }
}
