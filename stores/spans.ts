import { randomUUID } from 'node:crypto';
import {
  type Attributes,
  type Context,
  context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { TraceParent } from '../domain/tracing/trace-parent.ts';
import { currentTrace } from './trace-context.ts';

/** How a piece of work is seen in a trace. Attributes hold no personal data, as logs don't. */
export interface Work {
  readonly name: string;
  /** @default internal */
  readonly kind?: keyof typeof SpanKind;
  readonly attributes?: Attributes;
  /** What it goes on from. @default what runs now; `none` begins a trace */
  readonly parent?: TraceParent | 'none' | undefined;
  /** What else led to it. */
  readonly causes?: readonly (TraceParent | undefined)[];
  /** Milliseconds since 1970. @default now */
  readonly startedAt?: number | undefined;
}

/** Links of a span are as many at most as OpenTelemetry keeps by itself. */
const mostLinks = 128;

/**
 * Does a piece of work in a span of its own; an error that it throws is the span's, too. Where no spans are made, the
 * work still has its place in a trace, so that logs and messages have the correlation id.
 */
export async function inSpan<T>(work: Work, act: (span: Span) => Promise<T>): Promise<T> {
  const span = beginSpan(work);
  try {
    return await context.with(trace.setSpan(context.active(), span), act, undefined, span);
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Marks a span as failed, by the error's name: what its message holds is for the log. */
export function failSpan(span: Span, error: unknown): void {
  const name = error instanceof Error ? error.name : 'unknown';
  span.setAttribute('error.type', name).setStatus({ code: SpanStatusCode.ERROR, message: name });
}

/** Lets the span that runs now tell of another trace that led to it. */
export function addCause(cause: TraceParent | undefined): void {
  for (const link of linksTo([cause], 'none')) trace.getActiveSpan()?.addLink(link);
}

function beginSpan({ name, kind = 'INTERNAL', attributes = {}, parent, causes = [], startedAt }: Work): Span {
  const options: SpanOptions = {
    kind: SpanKind[kind],
    attributes,
    links: linksTo(causes, parent === undefined ? currentTrace() : parent),
    ...(startedAt === undefined ? {} : { startTime: startedAt }),
  };
  const span = trace.getTracer('groundswell').startSpan(name, options, contextOf(parent));
  // Without a tracer, a span that begins a trace has no ids.
  return trace.isSpanContextValid(span.spanContext()) ? span : trace.wrapSpanContext(newTrace());
}

function contextOf(parent: Work['parent']): Context {
  if (parent === 'none') return ROOT_CONTEXT;
  return parent ? trace.setSpanContext(ROOT_CONTEXT, spanContextOf(parent)) : context.active();
}

/** Links to what led to a span, but for the one that it goes on from anyway. */
function linksTo(causes: readonly (TraceParent | undefined)[], parent: Work['parent']): Link[] {
  const isParent = ({ spanId }: TraceParent) => typeof parent === 'object' && parent.spanId === spanId;
  return causes
    .flatMap((cause) => (cause && !isParent(cause) ? cause : []))
    .slice(0, mostLinks)
    .map((cause) => ({ context: spanContextOf(cause) }));
}

function spanContextOf({ traceId, spanId, isSampled }: TraceParent) {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
}

/** Random enough to tell requests apart, and several times as fast as bytes that are asked for one by one. */
function newTrace() {
  const hex = () => randomUUID().replaceAll('-', '');
  return { traceId: hex(), spanId: hex().slice(0, 16), traceFlags: TraceFlags.NONE };
}
