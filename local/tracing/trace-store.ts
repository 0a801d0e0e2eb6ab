import type { ReceivedSpan } from './span.ts';
import { rootsOf, shownName } from './tree.ts';

/** How much is kept: the traces that were heard of last, and of each its first spans. */
const mostTraces = 1_000;
const mostSpansOfTrace = 1_000;

/** A trace in a list. Times in milliseconds. */
export interface TraceSummary {
  readonly traceId: string;
  /** What it began with. */
  readonly name: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly spans: number;
  readonly errors: number;
}

/** The traces of this program, in memory. */
export class TraceStore {
  readonly #traces = new Map<string, ReceivedSpan[]>();

  add(spans: readonly ReceivedSpan[]): void {
    for (const span of spans) {
      const trace = this.#traces.get(span.traceId) ?? [];
      if (trace.length < mostSpansOfTrace) trace.push(span);
      // Whatever is heard of again goes to the end of the row.
      this.#traces.delete(span.traceId);
      this.#traces.set(span.traceId, trace);
    }
    for (const [traceId] of this.#traces) {
      if (this.#traces.size <= mostTraces) break;
      this.#traces.delete(traceId);
    }
  }

  /** The spans of a trace, earliest first; none for one that isn't known. */
  spansOf(traceId: string): readonly ReceivedSpan[] {
    return (this.#traces.get(traceId) ?? []).toSorted((a, b) => a.startedAt - b.startedAt);
  }

  /** The traces that were heard of last, the newest first. */
  recent(most: number): TraceSummary[] {
    return [...this.#traces.keys()]
      .slice(-most)
      .reverse()
      .map((traceId) => summaryOf(traceId, this.spansOf(traceId)));
  }
}

function summaryOf(traceId: string, spans: readonly ReceivedSpan[]): TraceSummary {
  const startedAt = spans[0]?.startedAt ?? 0;
  const endedAt = Math.max(...spans.map((span) => span.endedAt));
  return {
    traceId,
    name: shownName(rootsOf(spans)[0]?.name ?? ''),
    startedAt,
    durationMs: endedAt - startedAt,
    spans: spans.length,
    errors: spans.filter(({ isError }) => isError).length,
  };
}
