/** What a function used. */
export interface FunctionUsage {
  readonly memoryMb: number;
  invocations: number;
  /** Milliseconds of handling events, each event rounded up. */
  billedMs: number;
  /** Milliseconds of computing, as against waiting for others; a part of the events' time, not rounded. */
  cpuMs: number;
  coldStarts: number;
  /** Milliseconds of loading; billed like the rest since August 2025. */
  initMs: number;
  /** What it printed. */
  logBytes: number;
}

/** What a table used, in request units. */
export interface TableUsage {
  writes: number;
  /** Written units of a table with replicas, counted once for each region that they are written in. */
  replicatedWrites: number;
  reads: number;
}

/** Billable units, counted since some moment. */
export interface Usage {
  readonly api: {
    /** In increments of 512 KB. */
    requests: number;
    /** Requests that were throttled or refused by the authorizer, which nobody pays for. */
    free: number;
    /** Headers and bodies of answers. */
    bytesOut: number;
    /** Of its access log. */
    logBytes: number;
  };
  /** By the function's name in the contracts. */
  readonly functions: Record<string, FunctionUsage>;
  readonly queues: {
    /** In units of 64 KiB, by operation: `SendMessage`, `ReceiveMessage`, `DeleteMessageBatch`. */
    readonly requests: Record<string, number>;
    /** Receives that found nothing: they come with time, not with votes. */
    idleReceives: number;
  };
  /** AppSync Events. */
  readonly live: {
    /** In units of 5 KB: events that came in, those that went out to each who listened, and what clients sent. */
    published: number;
    delivered: number;
    messages: number;
    /** Of connections that have ended. */
    connectionMinutes: number;
  };
  readonly tables: Record<string, TableUsage>;
  /**
   * `GetRecords` of triggers, which are free
   * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CostOptimization_StreamsUsage.html).
   */
  streamReads: number;
  /** Events that were put on a bus, in units of 64 KB. */
  events: number;
  /** Calls of Secrets Manager: one for each new instance of a function that needs the secret. */
  secretRequests: number;
}

export function noUsage(): Usage {
  return {
    api: { requests: 0, free: 0, bytesOut: 0, logBytes: 0 },
    functions: {},
    queues: { requests: {}, idleReceives: 0 },
    live: { published: 0, delivered: 0, messages: 0, connectionMinutes: 0 },
    tables: {},
    streamReads: 0,
    events: 0,
    secretRequests: 0,
  };
}
