import { setTimeout as pause } from 'node:timers/promises';
import type { PropertiesOf } from '../assembly/resources.ts';
import type { Faults } from '../chaos/faults.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { readBatchResponse } from './batch-response.ts';
import type { StreamRecord } from './stream-record.ts';

/** The pause before a retry: doubled each time, up to the longest. Milliseconds. */
const firstBackOff = 50;
const longestBackOff = 5_000;

/** What failed for good: told to the on-failure destination. */
export type OnFailure = (message: unknown) => Promise<void>;

/** Of how many done records a repetition may start at any. */
const mostRepeated = 300;

/** What a reader works with. */
export interface ShardReaderProps {
  readonly shardId: string;
  readonly streamArn: string;
  readonly pool: FunctionPool;
  readonly mapping: PropertiesOf<'AWS::Lambda::EventSourceMapping'>;
  readonly onFailure: OnFailure;
  readonly signal: AbortSignal;
  readonly faults?: Faults | undefined;
}

interface OpenWindow {
  readonly start: number;
  readonly end: number;
  state: unknown;
}

/**
 * Hands the batches of one stream shard to a function until they are done, one after the other: a batch that fails
 * is retried from the record that the function reported, or bisected, and goes to the on-failure destination only
 * when the template limits its retries.
 */
export class ShardReader {
  readonly #given: ShardReaderProps;
  #window: OpenWindow | undefined;
  /** The last records that are done, where they may come again. */
  #done: readonly StreamRecord[] = [];

  constructor(given: ShardReaderProps) {
    this.#given = given;
  }

  /** Resolves when the function has done the records, or the reader is stopped. */
  async deliver(records: readonly StreamRecord[]): Promise<void> {
    await this.#deliver(records);
    const { faults, signal } = this.#given;
    if (!faults) return;
    this.#done = [...this.#done, ...records].slice(-mostRepeated);
    while (!signal.aborted && faults.happens('batchRepeated')) {
      await this.#deliver(this.#done.slice(Math.floor(faults.draw('batchRepeated') * this.#done.length)));
    }
  }

  async #deliver(records: readonly StreamRecord[], failedBefore = 0): Promise<void> {
    const { mapping, signal } = this.#given;
    let rest = records;
    let failures = failedBefore;
    while (rest.length > 0 && !signal.aborted) {
      const outcome = await this.#attempt(rest);
      if (outcome === 'done') return;
      if (mapping.MaximumRetryAttempts >= 0 && failures >= mapping.MaximumRetryAttempts) {
        await this.#giveUp(rest, failures + 1);
        return;
      }
      await pause(Math.min(longestBackOff, firstBackOff * 2 ** failures), undefined, { signal }).catch(() => undefined);
      if (outcome === 'failed' && mapping.BisectBatchOnFunctionError && rest.length > 1) {
        // Splitting a batch doesn't count towards its retries.
        const middle = Math.ceil(rest.length / 2);
        await this.#deliver(rest.slice(0, middle), failures);
        rest = rest.slice(middle);
        continue;
      }
      failures += 1;
      if (outcome !== 'failed') rest = rest.slice(outcome.from);
    }
  }

  /** Ends the tumbling window when its time is over: the function is told so once, without records. */
  async closeDueWindow(): Promise<void> {
    const window = this.#window;
    if (!window || Date.now() < window.end) return;
    this.#window = undefined;
    await this.#given.pool.invoke(this.#event([], window, true)).catch(() => undefined);
  }

  async #attempt(records: readonly StreamRecord[]): Promise<'done' | 'failed' | { from: number }> {
    const { pool, mapping } = this.#given;
    await this.closeDueWindow();
    const window = this.#openWindow();
    try {
      const { failures, state } = readBatchResponse(await pool.invoke(this.#event(records, window, false)));
      // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html
      if (window && state === undefined) return 'failed';
      if (window) window.state = state;
      if (failures.length === 0 || !mapping.FunctionResponseTypes.includes('ReportBatchItemFailures')) return 'done';
      const from = records.findIndex((record) => failures.includes(record.dynamodb.SequenceNumber ?? ''));
      return from < 0 ? 'failed' : { from };
    } catch {
      return 'failed';
    }
  }

  #openWindow(): OpenWindow | undefined {
    const length = this.#given.mapping.TumblingWindowInSeconds * 1_000;
    if (length === 0) return undefined;
    const start = Math.floor(Date.now() / length) * length;
    this.#window ??= { start, end: start + length, state: {} };
    return this.#window;
  }

  #event(records: readonly StreamRecord[], window: OpenWindow | undefined, isFinal: boolean): unknown {
    if (!window) return { Records: records };
    return {
      Records: records,
      shardId: this.#given.shardId,
      eventSourceARN: this.#given.streamArn,
      window: { start: new Date(window.start).toISOString(), end: new Date(window.end).toISOString() },
      state: window.state,
      isFinalInvokeForWindow: isFinal,
      isWindowTerminatedEarly: false,
    };
  }

  /** The message that Lambda sends: where the records are, not what is in them. */
  async #giveUp(records: readonly StreamRecord[], invocations: number): Promise<void> {
    const { onFailure, pool, shardId, streamArn } = this.#given;
    await onFailure({
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        functionArn: pool.function.arn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: invocations,
      },
      DDBStreamBatchInfo: {
        shardId,
        streamArn,
        startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
        endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
        batchSize: records.length,
      },
    });
  }
}
