import { apiRequests, billedMs, liveOperations, queueRequests } from './billed-units.ts';
import { noUsage, type Usage } from './usage.ts';

/** One function's way to the meter. Times in milliseconds as they were, not rounded. */
export interface FunctionMeter {
  /** @param cpuMs how much of it was computing; nothing is known of an event that failed */
  invoked(ms: number, cpuMs: number): void;
  coldStarted(ms: number): void;
  printed(bytes: number): void;
}

/** Request units of one table that a call consumed. */
export interface ConsumedUnits {
  readonly table: string;
  readonly reads: number;
  readonly writes: number;
  /** Whether the written item goes on to the table's replicas: not where a condition failed. */
  readonly isReplicated: boolean;
}

/** Counts what AWS would bill, in the units that it bills. */
export class Meter {
  #usage = noUsage();
  readonly #replicas = new Map<string, number>();

  /** What was used since the last time that this was asked. */
  take(): Usage {
    const usage = this.#usage;
    this.#usage = noUsage();
    return usage;
  }

  /** @param regions in how many regions the table stands: a write is billed in each */
  knowReplicas(table: string, regions: number): void {
    this.#replicas.set(table, regions);
  }

  apiAnswered(bytes: { in: number; out: number; log: number }): void {
    const { api } = this.#usage;
    api.requests += apiRequests(Math.max(bytes.in, bytes.out));
    api.bytesOut += bytes.out;
    api.logBytes += bytes.log;
  }

  /**
   * A request that API Gateway threw back by itself. AWS says that neither throttled nor unauthorized requests are
   * charged, for REST APIs (https://repost.aws/questions/QUY2x146iORPmsJHpff8u0eA); an HTTP API is taken to be no
   * different. Its log line is paid for all the same.
   */
  apiRefused(bytes: { log: number }): void {
    this.#usage.api.free += 1;
    this.#usage.api.logBytes += bytes.log;
  }

  functionMeter(name: string, memoryMb: number): FunctionMeter {
    const own = () => {
      const none = { memoryMb, invocations: 0, billedMs: 0, cpuMs: 0, coldStarts: 0, initMs: 0, logBytes: 0 };
      this.#usage.functions[name] ??= none;
      return this.#usage.functions[name];
    };
    return {
      invoked(ms, cpuMs) {
        own().invocations += 1;
        own().cpuMs += cpuMs;
        own().billedMs += billedMs(ms);
      },
      coldStarted(ms) {
        own().coldStarts += 1;
        own().initMs += billedMs(ms);
      },
      printed(bytes) {
        own().logBytes += bytes;
      },
    };
  }

  /** @param payloadBytes what the call carried, there or back */
  queueCalled(operation: string, payloadBytes: number): void {
    const { requests } = this.#usage.queues;
    requests[operation] = (requests[operation] ?? 0) + queueRequests(payloadBytes);
  }

  receivedNothing(): void {
    this.#usage.queues.idleReceives += 1;
  }

  tableUsed({ table, reads, writes, isReplicated }: ConsumedUnits): void {
    const { tables } = this.#usage;
    tables[table] ??= { writes: 0, replicatedWrites: 0, reads: 0 };
    const regions = this.#replicas.get(table);
    tables[table].reads += reads;
    if (regions === undefined) tables[table].writes += writes;
    else tables[table].replicatedWrites += writes * (isReplicated ? regions : 1);
  }

  /** An event of so many bytes that went to so many listeners. */
  livePublished(bytes: number, receivers: number): void {
    const { live } = this.#usage;
    live.published += liveOperations(bytes);
    live.delivered += liveOperations(bytes) * receivers;
  }

  /** A message of a client: it connects, listens, or stops listening. */
  liveUsed(bytes: number): void {
    this.#usage.live.messages += liveOperations(bytes);
  }

  /** A connection that has ended. */
  liveConnected(ms: number): void {
    this.#usage.live.connectionMinutes += Math.ceil(ms / 60_000);
  }

  streamRead(): void {
    this.#usage.streamReads += 1;
  }

  /** @param units of 64 KB, see `eventUnits` */
  eventsPut(units: number): void {
    this.#usage.events += units;
  }

  secretRead(): void {
    this.#usage.secretRequests += 1;
  }
}
