import { absorb, type MarkMemory } from '../../domain/tallies/absorb.ts';
import type { CountedResponse } from '../../domain/tallies/counters.ts';
import type { ResponseChange } from '../../domain/tallies/fold.ts';
import type { RecountedResponses, StoredResponse } from '../../domain/tallies/recount-stores.ts';
import { FakeTallyStore, type Fault } from './fake-tally-store.ts';

/** A voter's response is put, changed or (undefined) erased. */
export interface VotingEvent {
  readonly voter: number;
  readonly after: CountedResponse | undefined;
}

interface StreamShard {
  readonly id: string;
  readonly parent: StreamShard | undefined;
  readonly children: StreamShard[];
  readonly records: ResponseChange[];
  done: number;
  isBusy: boolean;
}

interface Item {
  readonly partition: number;
  readonly place: number;
  readonly counted?: CountedResponse;
}

const faults: readonly Fault[] = ['none', 'none', 'none', 'before', 'after'];

/**
 * A poll in which people vote while a recount runs: the responses table, its stream, and the workers that fold it.
 * Each call of the recount finds that something else has happened in between: a vote, a batch (which may be one
 * that came before, at one of two instances, which may crash), the split of a stream shard, or a trace that is
 * written late.
 */
export class FakeVoting implements RecountedResponses {
  static readonly partitions = 3;
  readonly tallies: FakeTallyStore;
  /** A stream shard that nobody reads for the time being. */
  stalled: number | undefined;
  /** When all responses expire, in seconds since 1970. */
  expiresAt: number | undefined;
  /** How many faults may still come. */
  faultsLeft: number;
  time = Date.UTC(2027, 0, 15);
  readonly #draw: (below: number) => number;
  readonly #events: VotingEvent[];
  readonly #table = new Map<string, Item>();
  readonly #shards: StreamShard[];
  readonly #memories: MarkMemory[] = [new Map(), new Map()];
  readonly #lateTraces: (() => void)[] = [];
  #written = 0;

  constructor(draw: (below: number) => number, events: readonly VotingEvent[], faultsLeft: number) {
    this.#draw = draw;
    this.#events = [...events];
    this.faultsLeft = faultsLeft;
    this.tallies = new FakeTallyStore(() => this.#nextFault());
    this.tallies.beforeEach = () => this.stir(1 + draw(4));
    this.tallies.beforeTrace = () => new Promise((resolve) => this.#lateTraces.push(resolve));
    this.#shards = Array.from({ length: FakeVoting.partitions }, (_, index) => newShard(`${index}`, undefined));
  }

  /** The responses that stand in the table. */
  get responses(): CountedResponse[] {
    return [...this.#table.values()].flatMap(({ counted }) => counted ?? []);
  }

  readonly pause = async (ms: number): Promise<void> => {
    this.time += ms;
    await this.stir(8);
  };

  async *stored(_pollId: string, partition: number): AsyncIterable<readonly StoredResponse[]> {
    let last = '';
    for (;;) {
      await this.stir(this.#draw(4));
      const page = [...this.#table]
        .filter(([key, item]) => item.partition === partition && key > last)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .slice(0, 2);
      if (page.length === 0) return;
      last = page.at(-1)?.[0] ?? last;
      const { expiresAt } = this;
      yield page.flatMap(([key, { counted }]) => (counted ? { key, counted, expiresAt } : []));
    }
  }

  async probe({ partition, name }: Parameters<RecountedResponses['probe']>[0]): Promise<string[]> {
    const keys = [0, 1].map((place) => this.#write(`probe ${partition} ${place} ${name}`, { partition, place }));
    await this.stir(1);
    return keys;
  }

  async removeProbes({ partition, name }: Parameters<RecountedResponses['removeProbes']>[0]): Promise<void> {
    for (const place of [0, 1]) this.#erase(`probe ${partition} ${place} ${name}`);
    await this.stir(1);
  }

  /** Lets so many things happen. */
  async stir(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      if (this.#lateTraces.length > 0 && this.#draw(2) === 0) this.#lateTraces.shift()?.();
      else if (this.#draw(4) === 0) this.#vote();
      else if (this.#draw(50) === 0) this.#split();
      else this.#deliver(this.#draw(3) === 0);
      await new Promise(setImmediate);
    }
  }

  /** Lets everybody vote, and everything that was recorded be counted. */
  async drain(): Promise<void> {
    this.faultsLeft = 0;
    this.stalled = undefined;
    while (this.#events.length > 0) this.#vote();
    while (this.#shards.some((shard) => shard.isBusy || shard.done < shard.records.length)) {
      this.#lateTraces.shift()?.();
      this.#deliver(false);
      await new Promise(setImmediate);
    }
  }

  #nextFault(): Fault {
    if (this.faultsLeft <= 0) return 'none';
    const fault = faults[this.#draw(faults.length)] ?? 'none';
    if (fault !== 'none') this.faultsLeft -= 1;
    return fault;
  }

  #vote(): void {
    const event = this.#events.shift();
    if (!event) return;
    const { voter, after } = event;
    const [partition, place] = [voter % FakeVoting.partitions, Math.floor(voter / FakeVoting.partitions) % 2];
    if (after) this.#write(`voter ${voter}`, { partition, place, counted: after });
    else this.#erase(`voter ${voter}`);
  }

  #write(key: string, item: Item): string {
    this.#record(key, item, this.#table.get(key)?.counted, item.counted);
    this.#table.set(key, item);
    return key;
  }

  #erase(key: string): void {
    const item = this.#table.get(key);
    if (item) this.#record(key, item, item.counted, undefined);
    this.#table.delete(key);
  }

  #record(key: string, { partition, place }: Item, before?: CountedResponse, after?: CountedResponse): void {
    this.#written += 1;
    const shard = this.#shards.find(({ id, children }) => id.startsWith(`${partition}`) && children.length === 0);
    const own = this.#shards.find(({ id, children }) => id === `${partition}.${place}` && children.length === 0);
    (own ?? shard)?.records.push({
      // Growing numbers of growing length, with gaps, as DynamoDB's are.
      sequence: String(7 * this.#written ** 3),
      pollId: 'poll',
      key,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
  }

  /** A partition is split by sort key: its records go on in two new stream shards. */
  #split(): void {
    const parent = this.#shards[this.#draw(FakeVoting.partitions)];
    if (!parent || parent.children.length > 0) return;
    for (const place of [0, 1]) parent.children.push(newShard(`${parent.id}.${place}`, parent));
    this.#shards.push(...parent.children);
  }

  #deliver(again: boolean): void {
    const ready = this.#shards.filter(
      (shard) =>
        !shard.isBusy &&
        shard.records.length > 0 &&
        !shard.id.startsWith(`${this.stalled}`) &&
        (!shard.parent || (shard.parent.done === shard.parent.records.length && !shard.parent.isBusy)),
    );
    const shard = ready[this.#draw(Math.max(1, ready.length))];
    if (!shard) return;
    const start = again ? this.#draw(shard.done + 1) : shard.done;
    const changes = shard.records.slice(start, start + 1 + this.#draw(6));
    const instance = this.#draw(this.#memories.length);
    const marks = this.#memories[instance] ?? new Map();
    shard.isBusy = true;
    absorb(this.tallies, marks, { pollId: 'poll', shardId: shard.id, changes, now: this.time })
      .then(
        () => {
          shard.done = Math.max(shard.done, start + changes.length);
        },
        () => {
          this.#memories[instance] = new Map();
        },
      )
      .finally(() => {
        shard.isBusy = false;
      });
  }
}

function newShard(id: string, parent: StreamShard | undefined): StreamShard {
  return { id, parent, children: [], records: [], done: 0, isBusy: false };
}
