import type { View } from '../../contracts/insight-job.ts';
import type { ComputePorts } from '../../domain/insights/compute.ts';
import type { Made, StoredForInsights, TallyState } from '../../domain/insights/ports.ts';

/** The ports of the worker in memory, under the rules that the tables keep; time passes with each call. */
export class FakeInsights {
  responses: readonly StoredForInsights[] = [];
  tallyState: TallyState = { updatedAt: 0, responses: 0, expired: false };
  kept: { made: Made; outcome: unknown } | undefined;
  lease: { worker: string; until: number; runs: boolean } | undefined;
  clock = 0;
  /** Which call from now on kills the worker. */
  diesIn = Number.POSITIVE_INFINITY;
  readonly #shards: number;
  readonly #pageSize = 3;

  constructor(shards: number) {
    this.#shards = shards;
  }

  ports(): ComputePorts {
    const call = async <T>(work: () => T): Promise<T> => {
      this.clock += 1_000;
      this.diesIn -= 1;
      if (this.diesIn < 0) throw new Error('killed');
      return work();
    };
    const save = (made: Made, outcome: unknown) => {
      if (!this.kept || this.kept.made.asOf <= made.asOf) this.kept = { made, outcome };
    };
    const self = this;
    return {
      now: () => this.clock,
      store: {
        tally: () => call(() => this.tallyState),
        find: () => call(() => this.kept),
        save: ({ made, outcome }: { pollId: string; view: View; made: Made; outcome: unknown }) =>
          call(() => save(made, outcome)),
      },
      answers: { save: ({ made, answers }) => call(() => save(made, answers)) },
      leases: {
        start: ({ worker, now }) =>
          call(() => {
            if (this.lease?.runs && this.lease.until >= now) return false;
            this.lease = { worker, until: now + 30_000, runs: true };
            return true;
          }),
        extend: ({ worker, now }) =>
          call(() => {
            if (this.lease?.worker !== worker) return false;
            this.lease = { ...this.lease, until: now + 30_000 };
            return true;
          }),
        end: ({ worker }) =>
          call(() => {
            if (this.lease?.worker === worker) this.lease = undefined;
          }),
      },
      responses: {
        async *pages({ shard }) {
          const own = self.responses.filter((_, index) => index % self.#shards === shard);
          for (let from = 0; from < own.length; from += self.#pageSize) {
            yield await call(() => own.slice(from, from + self.#pageSize));
          }
        },
      },
    };
  }
}
