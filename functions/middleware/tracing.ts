import { logEvents } from '../../contracts/observability.ts';
import { tracingFile, tracingVariables } from '../../contracts/tracing.ts';
import { inSpan, type Work } from '../../stores/spans.ts';
import { logger } from './logger.ts';

/** What the program makes of it that stands beside the bundle. */
interface Tracing {
  flush(): Promise<void>;
}

/** How many of all traces are kept, 0 to 1; 0: none, and no span is made. */
export const traceRatio = Number(process.env[tracingVariables.ratio] ?? 0);
/** The function, by its own name. */
export const functionName = process.env[tracingVariables.service] ?? 'function';

const tracing = traceRatio > 0 ? await loaded() : undefined;

/** Loaded at cold start, and only where traces are on: OpenTelemetry is no part of the bundle. */
async function loaded(): Promise<Tracing | undefined> {
  try {
    const file = new URL(`./${tracingFile}`, import.meta.url).href;
    const { startTracing } = (await import(file)) as { startTracing: () => Tracing };
    return startTracing();
  } catch (error) {
    tellLoss(error);
    return undefined;
  }
}

/**
 * Does all of an invocation's work in a span, and then sends what is worth it: whoever waits for the function waits for
 * that, too, where the trace is kept. That spans are lost fails nothing.
 */
export async function invoked<T>(work: Work, act: (span: Parameters<Parameters<typeof inSpan>[1]>[0]) => Promise<T>) {
  try {
    return await inSpan(work, act);
  } finally {
    await tracing?.flush().catch(tellLoss);
  }
}

function tellLoss(error: unknown): void {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  logger.warn('Spans were lost', { event: logEvents.spansLost, error: reason });
}
