import { Clients } from './clients.ts';
import { Entrance } from './entrance.ts';
import type { LimitId } from './limit-id.ts';
import { amountOf, type Parcel } from './parcel.ts';
import { Recorder } from './recorder.ts';
import type { Settings } from './settings.ts';
import { StreamWorker } from './stream-worker.ts';

/** Votes by where they are. */
export interface Totals {
  /** Votes that were sent, each once. */
  readonly offered: number;
  /** Refused, and coming again. */
  readonly waiting: number;
  /** Refused, and gone. */
  readonly gone: number;
  readonly accepted: number;
  readonly queued: number;
  readonly hidden: number;
  readonly inFlight: number;
  readonly dead: number;
  readonly recorded: number;
  /** In the stream, and not counted. */
  readonly streamed: number;
  readonly counted: number;
  /** Counted, and not shown to live viewers. */
  readonly unpublished: number;
  readonly published: number;
}

/** What happened within one step. */
export interface Step extends Totals {
  readonly now: number;
  /** Tries that CloudFront refused, a throttle with 429, and a missing instance with 503. */
  readonly cut: number;
  readonly throttled: number;
  readonly unserved: number;
  readonly newlyCounted: readonly Parcel[];
  readonly newlyPublished: readonly Parcel[];
  readonly limits: ReadonlySet<LimitId>;
  readonly instances: number;
  readonly cold: number;
  readonly pollers: number;
  readonly shards: number;
}

/**
 * The way of votes through the deployed design, in steps of time. Votes are a fluid; batches, their windows and their
 * places are not, as it is these that make backlogs and ages.
 */
export class Simulation {
  readonly #settings: Settings;
  readonly #seconds: number;
  readonly #clients: Clients;
  readonly #entrance: Entrance;
  readonly #recorder: Recorder;
  readonly #tally: StreamWorker;
  readonly #publish: StreamWorker;
  readonly #sums = { offered: 0, accepted: 0, recorded: 0, counted: 0, published: 0 };
  #steps = 0;

  /** @param seconds of a step */
  constructor(settings: Settings, seconds: number) {
    this.#settings = settings;
    this.#seconds = seconds;
    this.#clients = new Clients(settings.retries, seconds);
    this.#entrance = new Entrance(settings, seconds);
    this.#recorder = new Recorder(settings);
    this.#tally = new StreamWorker(settings.tally);
    this.#publish = new StreamWorker(settings.publish);
  }

  /** @param offered votes that come for the first time in this step */
  step(offered: number): Step {
    const seconds = this.#seconds;
    const now = this.#steps * seconds;
    const limits = new Set<LimitId>();
    const hit = (limit: LimitId) => void limits.add(limit);
    this.#sums.offered += offered;
    const coming = new Map([...this.#clients.due(this.#steps)].map(([refused, amount]) => [refused, amount] as const));
    coming.set(0, (coming.get(0) ?? 0) + offered);
    const tried = [...coming.values()].reduce((sum, amount) => sum + amount, 0);
    const working = this.#recorder.busy + this.#tally.busy;
    const { reached, passed, accepted } = this.#entrance.accept(tried, working, hit);
    const refusedShare = tried === 0 ? 0 : 1 - accepted / tried;
    for (const [refused, amount] of coming) this.#clients.refuse(this.#steps, refused, amount * refusedShare);
    this.#sums.accepted += accepted;

    const arrived: Parcel[] = accepted > 0 ? [{ amount: accepted, at: now, first: now, tries: 0 }] : [];
    const recorded = this.#recorder.step(arrived, now, seconds, this.#settings.concurrency, hit);
    this.#sums.recorded += amountOf(recorded);
    const { partitions, shards } = this.#recorder.table;
    const roundSeconds = this.#roundSeconds(partitions, shards, this.#tally.queued + amountOf(recorded));
    const counted = this.#tally.step(recorded, now, partitions, roundSeconds);
    if (this.#tally.lasts > this.#settings.tally.windowSeconds) hit('tally-item');
    this.#sums.counted += amountOf(counted);
    const published = this.#publish.step(counted, now, 1);
    this.#sums.published += amountOf(published);
    this.#steps += 1;
    return {
      now,
      ...this.totals,
      cut: Math.max(0, tried - reached),
      throttled: Math.max(0, reached - passed),
      unserved: passed - accepted,
      newlyCounted: counted,
      newlyPublished: published,
      limits,
      instances: this.#entrance.instances,
      cold: this.#entrance.cold,
      pollers: this.#recorder.pollers,
      shards: partitions,
    };
  }

  /** When the first response was accepted that isn't counted. */
  get first(): number | undefined {
    const [one, other] = [this.#recorder.first, this.#tally.first];
    return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
  }

  get totals(): Totals {
    const { offered, accepted, recorded, counted, published } = this.#sums;
    return {
      offered,
      waiting: this.#clients.waiting,
      gone: this.#clients.gone,
      accepted,
      queued: this.#recorder.queued,
      hidden: this.#recorder.hidden,
      inFlight: this.#recorder.inFlight,
      dead: this.#recorder.dead,
      recorded,
      streamed: this.#tally.waiting,
      counted,
      unpublished: this.#publish.waiting,
      published,
    };
  }

  /**
   * How long the poll's one item takes for an update by each stream shard that has records: each writes the item
   * whole, marks and all.
   */
  #roundSeconds(partitions: number, shards: number, records: number): number {
    const { unitsPerSecond, unitBytes, bytes, perShard, items } = this.#settings.tally.item;
    // Of so many shards these have had records, by so many votes that fell on any of them; those of former partitions all.
    const having = (votes: number) => partitions * (1 - Math.exp(-votes / partitions));
    const marks = having(this.#sums.recorded) + shards - partitions;
    const units = Math.ceil((bytes + (perShard * marks) / items) / unitBytes);
    const active = having(records);
    return (Math.max(Math.min(1, records), active / items) * units) / unitsPerSecond;
  }
}
