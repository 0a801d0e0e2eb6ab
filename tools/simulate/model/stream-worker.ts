import { amountOf, crumb, Line, merged, type Parcel } from './parcel.ts';
import type { StreamSettings } from './settings.ts';

/**
 * A function that folds a stream: a batch a shard at a time, all shards alike. A batch goes when it is full or its
 * window is over, which begins with its first record.
 */
export class StreamWorker {
  readonly #settings: StreamSettings;
  readonly #records = new Line();
  #batch:
    | { readonly parcels: readonly Parcel[]; readonly until: number; readonly lasts: number; readonly shards: number }
    | undefined;
  #openedAt: number | undefined;

  constructor(settings: StreamSettings) {
    this.#settings = settings;
  }

  /** Records that wait or are being worked on. */
  get waiting(): number {
    return this.#records.amount + amountOf(this.#batch?.parcels ?? []);
  }

  /** Records that wait for a batch. */
  get queued(): number {
    return this.#records.amount;
  }

  /** How long the batch under way lasts; 0 where none is. */
  get lasts(): number {
    return this.#batch?.lasts ?? 0;
  }

  /** Instances at once. */
  get busy(): number {
    return this.#batch?.shards ?? 0;
  }

  get first(): number | undefined {
    const times = [this.#records.first, ...(this.#batch?.parcels ?? []).map(({ first }) => first)].filter(
      (time) => time !== undefined,
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /**
   * @param leastSeconds what a batch takes in any case
   * @returns what is done in this step
   */
  step(records: readonly Parcel[], now: number, shards: number, leastSeconds = 0): readonly Parcel[] {
    const { batchSize, windowSeconds, lookSeconds, duration } = this.#settings;
    this.#records.put(records);
    let done: readonly Parcel[] = [];
    if (this.#batch && this.#batch.until <= now + crumb) {
      done = this.#batch.parcels;
      this.#batch = undefined;
    }
    if (this.#batch || this.#records.amount <= crumb) return done;
    // Who was busy looks at once; who was idle looks now and then.
    this.#openedAt ??= done.length > 0 ? now : now + lookSeconds;
    const amount = Math.min(this.#records.amount, batchSize * shards);
    const isFull = amount >= batchSize * shards - crumb;
    if (now < this.#openedAt + (isFull ? 0 : windowSeconds) - crumb) return done;
    const seconds = Math.max(leastSeconds, duration.seconds + (duration.perItem * amount) / shards);
    this.#batch = { parcels: merged(this.#records.take(amount)), until: now + seconds, lasts: seconds, shards };
    this.#openedAt = undefined;
    return done;
  }
}
