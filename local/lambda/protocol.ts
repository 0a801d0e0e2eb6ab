/** What a worker thread is started with. */
export interface WorkerStart {
  /** The address of the bundle: `file:///…/index.mjs`. */
  readonly bundle: string;
  readonly handler: string;
}

/** One event for a worker thread. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** When the function's time is up, milliseconds since 1970. */
  readonly deadline: number;
  readonly functionName: string;
  readonly functionArn: string;
}

/**
 * What a worker thread says: once that it is ready or can't be, then an outcome for each event. `cpuMs` is the thread's
 * own time of computing; what its process does beside it (garbage, sockets) is not in it.
 */
export type InvocationOutcome =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly errorType: string; readonly errorMessage: string }
  | { readonly kind: 'result'; readonly result: unknown; readonly cpuMs: number }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string };
