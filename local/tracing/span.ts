import { z } from 'zod';

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const attributes = z.array(attribute).default([]);
const nanoseconds = z.union([z.string(), z.number()]).transform(Number);

/** As much of a request of OTLP as is looked at: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
const requestSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }).optional(),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              startTimeUnixNano: nanoseconds,
              endTimeUnixNano: nanoseconds,
              attributes,
              links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
              status: z.object({ code: z.number().optional() }).default({}),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** OTLP's number for a span that failed. */
const errorCode = 2;

/** A span as a function has sent it. Times in milliseconds since 1970. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/**
 * Reads a request of OTLP as JSON.
 * @throws ZodError or SyntaxError for anything else
 */
export function readSpans(body: string): ReceivedSpan[] {
  return requestSchema.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource?.attributes ?? [])['service.name'] ?? 'unknown');
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ traceId, spanId, parentSpanId, name, links, ...span }) => ({
        traceId,
        spanId,
        parentSpanId: parentSpanId || undefined,
        service,
        name,
        startedAt: span.startTimeUnixNano / 1_000_000,
        endedAt: span.endTimeUnixNano / 1_000_000,
        isError: span.status.code === errorCode,
        attributes: valuesOf(span.attributes),
        links,
      }));
  });
}

/** Texts stay texts, and numbers come as numbers, whole ones too, which OTLP writes as texts. */
function valuesOf(given: z.output<typeof attributes>): Record<string, string | number> {
  return Object.fromEntries(
    given.map(({ key, value }) => {
      const { stringValue, intValue, doubleValue } = value;
      return [key, stringValue === undefined ? Number(intValue ?? doubleValue) : String(stringValue)];
    }),
  );
}
