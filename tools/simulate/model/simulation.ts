import { Bucket } from './bucket.ts';
import { Clients } from './clients.ts';
import { Fleet } from './fleet.ts';
import { amountOf, type Parcel } from './parcel.ts';
import { Recorder, type RecorderLimit } from './recorder.ts';
import type { Settings } from './settings.ts';
import { StreamWorker } from './stream-worker.ts';

/** What can hold votes up or refuse them, in the order of their way. */
export const limitIds = [
  'distribution-requests',
  'vote-throttle',
  'account-requests',
  'lambda-growth',
  'lambda-concurrency',
  'poller-growth',
  'record-concurrency',
  'queue-in-flight',
  'partition-writes',
  'table-writes',
  'tally-item',
] as const;
export type LimitId = (typeof limitIds)[number];

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
  readonly #edge: Bucket;
  readonly #votes: Bucket;
  readonly #account: Bucket;
  readonly #clients: Clients;
  readonly #fleet: Fleet;
  readonly #recorder: Recorder;
  readonly #tally: StreamWorker;
  readonly #publish: StreamWorker;
  readonly #sums = { offered: 0, accepted: 0, recorded: 0, counted: 0, published: 0 };
  #steps = 0;

  /** @param seconds of a step */
  constructor(settings: Settings, seconds: number) {
    this.#settings = settings;
    this.#seconds = seconds;
    const { edge, votes, account } = settings;
    this.#edge = new Bucket({ perSecond: edge.requestsPerSecond, burst: 0 });
    this.#votes = new Bucket(votes);
    this.#account = new Bucket(account);
    this.#clients = new Clients(settings.retries, seconds);
    this.#fleet = new Fleet(settings.submit);
    this.#recorder = new Recorder(settings);
    this.#tally = new StreamWorker(settings.tally);
    this.#publish = new StreamWorker(settings.publish);
  }

  /** @param offered votes that come for the first time in this step */
  step(offered: number): Step {
    const seconds = this.#seconds;
    const now = this.#steps * seconds;
    const limits = new Set<LimitId>();
    const hit = (limit: RecorderLimit) => void limits.add(limit);
    this.#sums.offered += offered;
    const coming = new Map([...this.#clients.due(this.#steps)].map(([refused, amount]) => [refused, amount] as const));
    coming.set(0, (coming.get(0) ?? 0) + offered);
    const tried = [...coming.values()].reduce((sum, amount) => sum + amount, 0);
    const { most, reached, passed, accepted } = this.#accept(tried, limits);
    const refusedShare = tried === 0 ? 0 : 1 - accepted / tried;
    for (const [refused, amount] of coming) this.#clients.refuse(this.#steps, refused, amount * refusedShare);
    this.#sums.accepted += accepted;

    const arrived: Parcel[] = accepted > 0 ? [{ amount: accepted, at: now, first: now, tries: 0 }] : [];
    const recorded = this.#recorder.step(arrived, now, seconds, most, hit);
    this.#sums.recorded += amountOf(recorded);
    const { partitions, shards } = this.#recorder.table;
    const roundSeconds = this.#roundSeconds(partitions, shards, this.#tally.queued + amountOf(recorded));
    const counted = this.#tally.step(recorded, now, partitions, roundSeconds);
    if (this.#tally.lasts > this.#settings.tally.windowSeconds) limits.add('tally-item');
    this.#sums.counted += amountOf(counted);
    const published = this.#publish.step(counted, now, 1);
    this.#sums.published += amountOf(published);
    this.#steps += 1;
    return {
      now,
      ...this.totals,
      cut: tried - reached,
      throttled: reached - passed,
      unserved: passed - accepted,
      newlyCounted: counted,
      newlyPublished: published,
      limits,
      instances: this.#fleet.instances,
      cold: this.#fleet.cold,
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

  /** Votes pass CloudFront, the route's throttle, the account's, and find an instance. */
  #accept(tried: number, limits: Set<LimitId>) {
    const { edge, requestsPerVote, concurrency } = this.#settings;
    const seconds = this.#seconds;
    const reached = this.#edge.pass(tried * edge.requestsPerVote, seconds) / edge.requestsPerVote;
    const routed = this.#votes.pass(reached, seconds);
    const passed = this.#account.pass(routed * requestsPerVote, seconds) / requestsPerVote;
    if (isLess(reached, tried)) limits.add('distribution-requests');
    if (isLess(routed, reached)) limits.add('vote-throttle');
    if (isLess(passed, routed)) limits.add('account-requests');
    const share = this.#served(passed / seconds, limits);
    return { most: concurrency, reached, passed, accepted: passed * share };
  }

  /**
   * The share of votes that find an instance. What workers ask for they get, as Lambda tries their batches again; who
   * waits for an answer gets what is left of the account's instances, and of the calls a second that go with them.
   */
  #served(votesPerSecond: number, limits: Set<LimitId>): number {
    const { concurrency, submit } = this.#settings;
    const calls = votesPerSecond * submit.callsPerVote;
    const left = Math.max(0, concurrency - this.#recorder.busy - this.#tally.busy);
    const byAccount = Math.min(1, (concurrency * submit.callsPerInstance) / calls, left / (calls * submit.callSeconds));
    if (byAccount < 1) limits.add('lambda-concurrency');
    const byGrowth = this.#fleet.serve(votesPerSecond, this.#seconds);
    if (byGrowth < byAccount) limits.add('lambda-growth');
    return votesPerSecond === 0 ? 1 : Math.min(byAccount, byGrowth);
  }

  /**
   * How long the poll's one item takes for an update by each stream shard that has records: each writes the item
   * whole, marks and all.
   */
  #roundSeconds(partitions: number, shards: number, records: number): number {
    const { unitsPerSecond, unitBytes, bytes, perShard, items } = this.#settings.tally.item;
    const units = Math.ceil((bytes + (perShard * shards) / items) / unitBytes);
    const active = partitions * (1 - Math.exp(-records / partitions));
    return (Math.max(Math.min(1, records), active / items) * units) / unitsPerSecond;
  }
}

const isLess = (one: number, other: number) => one < other * (1 - 1e-9);
