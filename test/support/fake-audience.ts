import type { AudiencePlan } from '../../domain/audience/plan.ts';
import type { Capacity, PlanStore, Timetable } from '../../domain/audience/ports.ts';

/** A region's plans, schedules and capacity in memory; one of its calls can be made to fail. */
export class FakeAudience {
  readonly stored = new Map<string, AudiencePlan>();
  readonly calls = new Map<string, number>();
  instances = 0;
  writesPerSecond = 4_000;
  /** Whether no more instances can be warmed. */
  refuses = false;
  /** How many more calls go well before one fails. */
  failsAfter = Number.POSITIVE_INFINITY;

  readonly plans: PlanStore = {
    get: async (pollId) => this.#do(() => this.stored.get(pollId)),
    put: async (plan) => this.#do(() => void this.stored.set(plan.pollId, plan)),
    remove: async (pollId) => this.#do(() => void this.stored.delete(pollId)),
    all: async () => this.#do(() => [...this.stored.values()]),
  };

  readonly timetable: Timetable = {
    set: async (name, at) => this.#do(() => void this.calls.set(name, at)),
    cancel: async (name) => this.#do(() => void this.calls.delete(name)),
  };

  readonly capacity: Capacity = {
    keepWarm: async (instances) => {
      if (!this.refuses) this.instances = instances;
    },
    checkWarm: async () => {
      if (this.refuses) throw new Error('refused');
    },
    readyFor: async (writesPerSecond) => {
      this.writesPerSecond = Math.max(this.writesPerSecond, writesPerSecond);
    },
  };

  #do<T>(call: () => T): T {
    this.failsAfter -= 1;
    if (this.failsAfter < 0) throw new Error('on purpose');
    return call();
  }
}
