import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { type EndedSpan, spansToKeep } from '../../domain/tracing/sampling.ts';

/** As many as X-Ray takes in a request (10,000), less what begins while others are sent; later ones are dropped. */
const mostSpans = 5_000;

/** Holds the spans of an invocation until it is over: only then is it known whether it failed or was slow. */
export class KeptSpans implements SpanProcessor {
  #ended: ReadableSpan[] = [];

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if (this.#ended.length < mostSpans) this.#ended.push(span);
  }

  /** The spans since the last time that are worth keeping. */
  take(): ReadableSpan[] {
    const ended = this.#ended.map((span) => ({ span, ...endedOf(span) }));
    this.#ended = [];
    return spansToKeep(ended).map(({ span }) => span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function endedOf(span: ReadableSpan): EndedSpan {
  const { traceId, traceFlags } = span.spanContext();
  const [seconds, nanoseconds] = span.duration;
  return {
    traceId,
    isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
    isError: span.status.code === SpanStatusCode.ERROR,
    isRequest: span.kind === SpanKind.SERVER,
    durationMs: seconds * 1_000 + nanoseconds / 1_000_000,
  };
}
