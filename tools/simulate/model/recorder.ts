import type { LimitId } from './limit-id.ts';
import { amountOf, crumb, Line, merged, type Parcel, shareOf } from './parcel.ts';
import type { Settings } from './settings.ts';
import { Table } from './table.ts';

/** Batches that began together. */
interface Batches {
  readonly slots: number;
  readonly parcels: readonly Parcel[];
  /** Between these their writes are begun, evenly. */
  readonly from: number;
  readonly until: number;
  /** The share that has been begun. */
  begun: number;
  /** When the last write is done or has failed. */
  endsAt: number;
}

/** A step: when it begins, when its free places became free, and how long it is. */
interface StepTime {
  readonly now: number;
  readonly startAt: number;
  readonly seconds: number;
}

/** A time is due, whatever rounding did to it. */
const isDue = (at: number, now: number) => at <= now + crumb;

/**
 * The queue and who records from it. Messages are spread over all pollers that are free; a batch goes when it is
 * full or its window is over, and holds its place until each of its writes is done or has failed.
 */
export class Recorder {
  readonly table: Table;
  readonly #settings: Settings['record'];
  readonly #queue = new Line();
  #batches: Batches[] = [];
  #hidden: { readonly due: number; readonly parcels: readonly Parcel[] }[] = [];
  #pollers: number;
  #openedAt: number | undefined;
  #dead = 0;

  constructor(settings: Pick<Settings, 'record' | 'writes'>) {
    this.table = new Table(settings.writes);
    this.#settings = settings.record;
    this.#pollers = Math.min(settings.record.pollers.first, settings.record.pollers.most);
  }

  get queued(): number {
    return this.#queue.amount;
  }

  /** Messages that failed and come again later. */
  get hidden(): number {
    return this.#hidden.reduce((sum, { parcels }) => sum + amountOf(parcels), 0);
  }

  get inFlight(): number {
    return this.#batches.reduce((sum, { parcels, begun }) => sum + amountOf(parcels) * (1 - begun), this.table.waiting);
  }

  /** Messages that nobody could record. */
  get dead(): number {
    return this.#dead;
  }

  /** Batches at once that the event source allows by now. */
  get pollers(): number {
    return Math.floor(this.#pollers + crumb);
  }

  get busy(): number {
    return this.#batches.reduce((sum, { slots }) => sum + slots, 0);
  }

  /** When the first response was accepted that isn't recorded. */
  get first(): number | undefined {
    const underWay = [
      ...this.#batches.flatMap(({ parcels }) => parcels),
      ...this.#hidden.flatMap(({ parcels }) => parcels),
    ];
    const times = [this.#queue.first, ...underWay.map(({ first }) => first)].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : times.reduce((one, other) => Math.min(one, other));
  }

  /**
   * @param most batches at once that the account leaves to it
   * @returns what is recorded in this step
   */
  step(
    accepted: readonly Parcel[],
    now: number,
    seconds: number,
    most: number,
    hit: (limit: LimitId) => void,
  ): readonly Parcel[] {
    this.#queue.put(accepted);
    while (this.#hidden[0] && isDue(this.#hidden[0].due, now)) this.#queue.put(this.#hidden.shift()?.parcels ?? []);
    const ended = this.#batches.filter(({ endsAt }) => isDue(endsAt, now));
    this.#batches = this.#batches.filter((batches) => !ended.includes(batches));
    // A place became free within the last step: where messages wait, the next batch begins right then.
    const freeAt = ended.reduce((last, { endsAt }) => Math.max(last, endsAt), now - seconds);
    for (const batches of this.#batches) this.#write(batches, now, seconds);
    const { written, failed } = this.table.step(now, seconds, hit);
    if (failed.length > 0) this.#putBack(failed, now);
    const allowed = Math.min(this.pollers, Math.floor(most));
    const startAt = ended.length > 0 ? Math.min(now, freeAt) : now;
    if (ended.length > 0) this.#refill(allowed - this.busy, { now, startAt, seconds }, hit);
    this.#dispatch(allowed - this.busy, { now, startAt, seconds }, hit);
    if (this.#queue.amount >= this.#settings.batchSize && this.busy >= allowed) hit(this.#shortage(most));
    this.#scale(seconds);
    return written;
  }

  #write(batches: Batches, now: number, seconds: number): void {
    const { from, until, begun, parcels } = batches;
    const end = now + seconds;
    const share = isDue(until, end) ? 1 : Math.max(0, (end - from) / (until - from));
    if (share <= begun) return;
    this.table.begin(shareOf(parcels, share - begun), now);
    batches.begun = share;
    if (share === 1) batches.endsAt = until + this.table.delay;
  }

  #putBack(parcels: readonly Parcel[], now: number): void {
    const { mostReceives, hiddenSeconds } = this.#settings;
    const tried = parcels.map((parcel) => ({ ...parcel, tries: parcel.tries + 1 }));
    this.#dead += amountOf(tried.filter(({ tries }) => tries >= mostReceives));
    const again = tried.filter(({ tries }) => tries < mostReceives);
    if (again.length > 0) this.#hidden.push({ due: now + hiddenSeconds, parcels: again });
  }

  /** Places that became free take what is there: full batches begin at once. */
  #refill(free: number, at: StepTime, hit: (limit: LimitId) => void): void {
    const { batchSize } = this.#settings;
    const full = Math.min(free, Math.floor((this.#queue.amount + crumb) / batchSize));
    const amount = this.#room(full * batchSize, hit);
    if (amount > crumb) this.#begin(Math.ceil(amount / batchSize - crumb), amount, at.startAt, at);
  }

  /** What else comes is spread over all places that are free, until they are full or their window is over. */
  #dispatch(free: number, at: StepTime, hit: (limit: LimitId) => void): void {
    const { batchSize, windowSeconds } = this.#settings;
    const { now, startAt } = at;
    const waiting = this.#queue.amount;
    if (waiting <= crumb) this.#openedAt = undefined;
    if (waiting <= crumb || free <= 0) return;
    this.#openedAt ??= now;
    const amount = this.#room(Math.min(waiting, free * batchSize), hit);
    const isFull = waiting >= free * batchSize - crumb;
    if (amount <= crumb || !(isFull || isDue(this.#openedAt + windowSeconds, now))) return;
    const slots = Math.min(free, Math.max(1, Math.ceil((isFull ? amount / batchSize : amount) - crumb)));
    this.#begin(slots, amount, isFull ? startAt : now, at);
    this.#openedAt = undefined;
  }

  /** How much of what is wanted may be in flight. */
  #room(wanted: number, hit: (limit: LimitId) => void): number {
    const amount = Math.min(wanted, Math.max(0, this.#settings.inFlight - this.inFlight - this.hidden));
    if (amount < wanted - crumb) hit('queue-in-flight');
    return amount;
  }

  #begin(slots: number, amount: number, startAt: number, { now, seconds }: StepTime): void {
    const { duration } = this.#settings;
    const from = startAt + duration.seconds;
    const until = from + (duration.perItem * amount) / slots;
    const parcels = merged(this.#queue.take(amount));
    const batches: Batches = { slots, parcels, from, until, begun: 0, endsAt: Number.POSITIVE_INFINITY };
    this.#batches.push(batches);
    this.#write(batches, now, seconds);
  }

  /** What keeps messages from a place. */
  #shortage(most: number): LimitId {
    if (most < this.pollers) return 'lambda-concurrency';
    return this.pollers < this.#settings.pollers.most ? 'poller-growth' : 'record-concurrency';
  }

  /** More pollers while messages wait for one, fewer once none does. */
  #scale(seconds: number): void {
    const { first, perSecond, most } = this.#settings.pollers;
    const isShort = this.#queue.amount > crumb && this.busy >= this.pollers;
    if (isShort) this.#pollers = Math.min(most, this.#pollers + perSecond * seconds);
    else if (this.#queue.amount <= crumb)
      this.#pollers = Math.max(Math.min(first, most), this.#pollers - perSecond * seconds);
  }
}
