import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import {
  packTraceParent,
  type TraceParent,
  unpackTraceParent,
  writeTraceParent,
} from '../domain/tracing/trace-parent.ts';

/**
 * Keeps which trace a piece of work belongs to, whatever it waits for. OpenTelemetry has a package for it, which knows
 * event emitters, too; a function has none that outlive their work.
 */
class AsyncContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...given: A) => ReturnType<F>>(
    entered: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...given: A
  ): ReturnType<F> {
    return this.#storage.run(entered, () => work.apply(thisArg, given));
  }

  bind<T>(entered: Context, target: T): T {
    if (typeof target !== 'function') return target;
    return ((...given: unknown[]) => this.#storage.run(entered, () => target(...given))) as T;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }
}

// Whether spans are kept or not: the correlation id goes everywhere all the same.
context.setGlobalContextManager(new AsyncContext());

/** Where in its trace the work stands that runs now; undefined outside of any. */
export function currentTrace(): TraceParent | undefined {
  const current = trace.getSpanContext(context.active());
  if (!current || !trace.isSpanContextValid(current)) return undefined;
  const { traceId, spanId, traceFlags } = current;
  return { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
}

/** The `traceparent` of what the work sends that runs now. */
export function currentTraceParent(): string | undefined {
  const current = currentTrace();
  return current && writeTraceParent(current);
}

/** What an event gets besides, for whoever hears of it. */
export function traceOfEvent(): { traceparent?: string } {
  const traceparent = currentTraceParent();
  return traceparent === undefined ? {} : { traceparent };
}

/** The attribute of an item by which its stream's readers go on with the trace; short, as votes have it. */
export const traceAttribute = 'o';

/** What an item gets besides, for its stream's readers. */
export function traceOfItem(): { [traceAttribute]?: string } {
  const current = currentTrace();
  return current ? { [traceAttribute]: packTraceParent(current) } : {};
}

/** The part of a stream's record that says what wrote the item. */
interface Written {
  readonly dynamodb?: { readonly NewImage?: Image | undefined; readonly OldImage?: Image | undefined } | undefined;
}
type Image = Readonly<Record<string, { readonly S?: string | undefined }>>;

/** The trace of the write that a stream's record tells of. A later write that says nothing leaves the attribute as it was. */
export function traceOfRecord({ dynamodb }: Written): TraceParent | undefined {
  const [before, after] = [dynamodb?.OldImage, dynamodb?.NewImage].map((image) => image?.[traceAttribute]?.S);
  return after === before ? undefined : unpackTraceParent(after);
}
