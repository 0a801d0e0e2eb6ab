import { limits } from '../../contracts/limits.ts';
import type { TraceParent } from '../tracing/trace-parent.ts';
import { type CountedResponse, countersOf } from './counters.ts';

/** One record of the responses table's stream: what stood there before, and what stands there after. */
export interface ResponseChange {
  /** Position within its stream shard: digits, greater for later. */
  readonly sequence: string;
  readonly pollId: string;
  /** Which response of the poll: the same one at each of its changes. */
  readonly key: string;
  readonly before?: CountedResponse;
  readonly after?: CountedResponse;
  /** The response was removed because its time was over: that changes no counter, so it has no `before`. */
  readonly expired?: boolean;
  /** The voter's response was erased: what else holds it is to go, too. */
  readonly erased?: boolean;
  /** When the response was accepted that this change brings, milliseconds since 1970; undefined: it brings none. */
  readonly acceptedAt?: number;
  /** Where in its request's trace it was written. */
  readonly origin?: TraceParent;
}

/** One update of a tally: what to add, the changes that it comes from, and the sequence number of the last one. */
export interface TallyStep {
  readonly deltas: ReadonlyMap<string, number>;
  readonly changes: readonly ResponseChange[];
  readonly last: string;
}

/** What one UpdateItem expression holds: old and new counters of one response, and so those of one more response. */
export const countersPerStep = 2 * limits.countersPerResponse;

/**
 * Folds changes of ONE poll from ONE stream shard, in their order, into as few steps as the size of an
 * UpdateItem expression allows: `tally += after − before`. Changes at or below `absorbed` have been counted before
 * and are left out. A step without deltas still moves the mark.
 */
export function fold(changes: readonly ResponseChange[], absorbed: string | undefined): TallyStep[] {
  const steps: { deltas: Map<string, number>; changes: ResponseChange[]; last: string }[] = [];
  for (const change of changes) {
    if (absorbed !== undefined && !isAfter(change.sequence, absorbed)) continue;
    const own = deltasOf(change);
    const step = steps.at(-1);
    if (step && step.deltas.size + own.size <= countersPerStep) {
      for (const [counter, delta] of own) add(step.deltas, counter, delta);
      step.changes.push(change);
      step.last = change.sequence;
    } else {
      steps.push({ deltas: own, changes: [change], last: change.sequence });
    }
  }
  return steps.map((step) => ({ ...step, deltas: withoutZeros(step.deltas) }));
}

function deltasOf(change: ResponseChange): Map<string, number> {
  const deltas = new Map<string, number>();
  for (const counter of change.before ? countersOf(change.before) : []) add(deltas, counter, -1);
  for (const counter of change.after ? countersOf(change.after) : []) add(deltas, counter, 1);
  return deltas;
}

/** Adds to a counter, which starts at 0. */
export function add(deltas: Map<string, number>, counter: string, delta: number): void {
  deltas.set(counter, (deltas.get(counter) ?? 0) + delta);
}

export function withoutZeros(deltas: Map<string, number>): Map<string, number> {
  return new Map([...deltas].filter(([, delta]) => delta !== 0));
}

/** Sequence numbers have up to 40 digits: too many for a number, and not of one length for a text comparison. */
export function isAfter(sequence: string, other: string): boolean {
  return sequence.length === other.length ? sequence > other : BigInt(sequence) > BigInt(other);
}
