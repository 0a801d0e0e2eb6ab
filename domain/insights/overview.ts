import { type Device, devices, type Insights } from '../../contracts/insights.ts';
import type { InsightFold, StoredForInsights } from './ports.ts';

export type Overview = Pick<Insights, 'timeline' | 'countries' | 'devices'>;

/** Seconds of a bucket, narrowest first: a minute, an hour, a day. */
const widths = [60, 3_600, 86_400] as const;
/** Buckets at most, unless a poll has responses on more days. */
const mostBuckets = 300;

/** Counts responses by time, country and device. It remembers counts only, however many responses there are. */
export class OverviewFold implements InsightFold<Overview> {
  #width = 0;
  #buckets = new Map<number, number>();
  readonly #countries = new Map<string, number>();
  readonly #devices = new Map<Device, number>();

  add({ submittedAt, country, device }: StoredForInsights): void {
    count(this.#buckets, this.#bucketOf(submittedAt), 1);
    while (this.#buckets.size > mostBuckets && this.#width < widths.length - 1) this.#widen();
    count(this.#countries, country ?? 'unknown', 1);
    count(this.#devices, device, 1);
  }

  outcome(): Overview {
    return {
      timeline: {
        bucketSeconds: this.#seconds,
        buckets: [...this.#buckets]
          .sort(([a], [b]) => a - b)
          .map(([from, responses]) => ({ from: new Date(from * 1_000).toISOString(), responses })),
      },
      countries: Object.fromEntries([...this.#countries].sort(([a], [b]) => (a < b ? -1 : 1))),
      devices: Object.fromEntries(devices.map((device) => [device, this.#devices.get(device) ?? 0])) as Record<
        Device,
        number
      >,
    };
  }

  get #seconds(): number {
    return widths[this.#width] ?? 0;
  }

  /** Where the bucket of a time begins, in seconds since 1970. */
  #bucketOf(milliseconds: number): number {
    const seconds = Math.floor(milliseconds / 1_000);
    return seconds - (seconds % this.#seconds);
  }

  /** Each width is a multiple of the one before, so nothing has to be read again. */
  #widen(): void {
    this.#width += 1;
    const narrow = this.#buckets;
    this.#buckets = new Map();
    for (const [from, responses] of narrow) count(this.#buckets, this.#bucketOf(from * 1_000), responses);
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
