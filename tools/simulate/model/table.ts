import { Bucket } from './bucket.ts';
import type { LimitId } from './limit-id.ts';
import { amountOf, crumb, merged, type Parcel, shareOf } from './parcel.ts';
import type { Settings } from './settings.ts';

/** Writes that are given up at the same time. */
interface Attempts {
  readonly until: number;
  parcels: Parcel[];
}

interface Group {
  readonly share: number;
  partitions: number;
  /** Writes that it takes at once: a limit for each second says nothing of shorter times. */
  tokens: number;
  /** Since when it has been too hot. */
  hotSince: number | undefined;
  attempts: Attempts[];
}

/** Attempts that end within so short a time end together. Seconds. */
const sameSeconds = 0.25;
const none: Attempts = { until: Number.POSITIVE_INFINITY, parcels: [] };
const waitingIn = ({ attempts }: Group) => attempts.reduce((sum, { parcels }) => sum + amountOf(parcels), 0);

/**
 * A table on demand: each partition takes so many writes a second; what is throttled waits for as long as the SDK
 * tries, and then fails. Hot partitions are split, and all of them when the table has passed half of what it takes.
 */
export class Table {
  readonly #settings: Settings['writes'];
  readonly #groups: Group[];
  readonly #quota: Bucket;
  #doublesAt: number | undefined;
  #shards: number;

  constructor(settings: Settings['writes']) {
    this.#settings = settings;
    this.#groups = settings.partitions.map((group) => ({
      ...group,
      tokens: group.partitions * settings.perPartition,
      hotSince: undefined,
      attempts: [],
    }));
    this.#quota = new Bucket({ perSecond: settings.table, burst: settings.table });
    this.#shards = this.partitions;
  }

  /** Partitions that hold keys of the poll, and so the stream shards that bring its records. */
  get partitions(): number {
    return this.#groups.reduce((sum, { partitions }) => sum + partitions, 0);
  }

  /** Stream shards so far: a partition that splits goes on in two new ones. */
  get shards(): number {
    return this.#shards;
  }

  get waiting(): number {
    return this.#groups.reduce((sum, group) => sum + waitingIn(group), 0);
  }

  /** How long a batch waits for its last write, if it begins it now: for the hottest partition that it writes to. */
  get delay(): number {
    const { perPartition, patienceSeconds } = this.#settings;
    const delays = this.#groups.map((group) => (waitingIn(group) - group.tokens) / (group.partitions * perPartition));
    return Math.min(patienceSeconds, Math.max(0, ...delays));
  }

  begin(parcels: readonly Parcel[], now: number): void {
    const until = now + this.#settings.patienceSeconds;
    for (const { attempts, share } of this.#groups) {
      const last = attempts.at(-1) ?? none;
      const own = shareOf(parcels, share);
      if (Math.abs(until - last.until) < sameSeconds) last.parcels = merged([...last.parcels, ...own]);
      else attempts.push({ until, parcels: own });
    }
  }

  /**
   * @param hit is told of each limit that holds writes up
   * @returns what was written in this step, and what was given up
   */
  step(now: number, seconds: number, hit: (limit: LimitId) => void) {
    const { perPartition } = this.#settings;
    for (const group of this.#groups) {
      const rate = group.partitions * perPartition;
      group.tokens = Math.min(rate, group.tokens + rate * seconds);
    }
    const wanted = this.#groups.map((group) => Math.min(waitingIn(group), group.tokens));
    const all = wanted.reduce((sum, each) => sum + each, 0);
    const part = all <= crumb ? 1 : this.#quota.pass(all, seconds) / all;
    if (part < 1) hit('table-writes');
    const written: Parcel[] = [];
    const failed: Parcel[] = [];
    for (const [index, group] of this.#groups.entries()) {
      const some = (wanted[index] ?? 0) * part;
      group.tokens -= some;
      written.push(...writeSome(group, some));
      this.#heat(group, group.attempts.length > 0 && part === 1, now, hit);
      failed.push(...group.attempts.filter(({ until }) => until <= now + seconds).flatMap(({ parcels }) => parcels));
      group.attempts = group.attempts.filter(({ until }) => until > now + seconds);
    }
    this.#grow(all * part, now, seconds);
    return { written: merged(written), failed: merged(failed) };
  }

  #heat(group: Group, isHot: boolean, now: number, hit: (limit: LimitId) => void): void {
    if (!isHot) {
      group.hotSince = undefined;
      return;
    }
    hit('partition-writes');
    group.hotSince ??= now;
    if (now - group.hotSince >= this.#settings.splitSeconds) this.#split(group);
  }

  #split(group: Group): void {
    group.partitions *= 2;
    group.hotSince = undefined;
    this.#shards += group.partitions;
  }

  #grow(written: number, now: number, seconds: number): void {
    if (this.#doublesAt !== undefined && now >= this.#doublesAt) {
      this.#doublesAt = undefined;
      for (const group of this.#groups) this.#split(group);
    }
    const half = (this.partitions * this.#settings.perPartition) / 2;
    if (written / seconds > half) this.#doublesAt ??= now + this.#settings.doublingSeconds;
  }
}

/** Takes so much from a group's attempts, the first ones first. */
function writeSome(group: Group, amount: number): Parcel[] {
  let room = amount;
  const written: Parcel[] = [];
  for (const attempts of group.attempts) {
    const waiting = amountOf(attempts.parcels);
    const share = waiting <= room + crumb ? 1 : room / waiting;
    written.push(...shareOf(attempts.parcels, share));
    attempts.parcels = share === 1 ? [] : shareOf(attempts.parcels, 1 - share);
    room = Math.max(0, room - waiting * share);
  }
  group.attempts = group.attempts.filter(({ parcels }) => parcels.length > 0);
  return written;
}
