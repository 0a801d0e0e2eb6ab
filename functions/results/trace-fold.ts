import type { TraceParent } from '../../domain/tracing/trace-parent.ts';
import { inRecord } from '../middleware/trace-batch.ts';

interface Change {
  readonly origin?: TraceParent;
}

/**
 * Folds votes in a span that goes on with the trace of one of them, kept ones first, as the tally's item has room for
 * one: what comes of the tally is seen in that trace. Each other vote that is kept gets a span that links to it.
 */
export function inFold<T>(name: string, changes: readonly Change[], act: () => Promise<T>): Promise<T> {
  const origins = changes.flatMap(({ origin }) => origin ?? []);
  const kept = origins.filter(({ isSampled }) => isSampled);
  const first = kept.at(-1) ?? origins.at(-1);
  return inRecord(name, first, async () => {
    const outcome = await act();
    for (const other of kept) if (other !== first) await inRecord(name, other, async () => {});
    return outcome;
  });
}
