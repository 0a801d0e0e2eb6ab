import type { FunctionName } from '../contracts/functions.ts';

/** How a queue's function works off batches. */
export interface BatchLimits {
  /** Batches at once, in place of the few that a laptop's cores can do. */
  readonly atOnce: number;
  /** Messages in a batch, if the template allows as many. */
  readonly size: number;
  /**
   * How long a batch holds its place, in milliseconds, see `batchPace`. The function itself runs at its end, so that
   * when a batch is done hardly depends on how busy the laptop is.
   */
  readonly ms: number;
}

/** Limits that AWS has and a laptop hasn't, for who wants to see them at work; what isn't named isn't limited. */
export interface PlatformLimits {
  readonly batches?: Readonly<Partial<Record<FunctionName, BatchLimits>>>;
  /** Writes a second by table. More are throttled, as DynamoDB does it. */
  readonly writesPerSecond?: Readonly<Record<string, number>>;
}
