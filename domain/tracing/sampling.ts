/** What is known of a span when its work is done. */
export interface EndedSpan {
  readonly traceId: string;
  /** Whether its trace was chosen at its beginning. */
  readonly isSampled: boolean;
  readonly isError: boolean;
  /** Whether somebody waits for an answer. */
  readonly isRequest: boolean;
  readonly durationMs: number;
}

/** From when on work is slow enough to be kept, in milliseconds: for whoever waits, and for what nobody waits for. */
export const slowMs = { request: 1_000, other: 10_000 } as const;

/**
 * The spans to keep of those that a function has ended: of traces that were chosen at their beginning, and of those in
 * which something failed or was slow here, all. What other functions make of the same request, each decides by itself.
 */
export function spansToKeep<S extends EndedSpan>(spans: readonly S[]): S[] {
  const kept = new Set(spans.filter(isWorthKeeping).map(({ traceId }) => traceId));
  return spans.filter(({ traceId }) => kept.has(traceId));
}

function isWorthKeeping({ isSampled, isError, isRequest, durationMs }: EndedSpan): boolean {
  return isSampled || isError || durationMs >= (isRequest ? slowMs.request : slowMs.other);
}
