/** The header and the attribute of a message by which a trace goes on, see https://www.w3.org/TR/trace-context/ */
export const traceParentName = 'traceparent';

/**
 * How functions trace. They find it in their environment, under names that OpenTelemetry has for them where it has one:
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const tracingVariables = {
  /** The function, by its name in `contracts/functions.ts`. */
  service: 'OTEL_SERVICE_NAME',
  /** Where spans go, by OTLP over HTTP, without `/v1/traces`. */
  endpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  /** For how long spans may be on their way, in milliseconds: whoever waits for the function waits for them, too. */
  timeout: 'OTEL_EXPORTER_OTLP_TIMEOUT',
  /** How many of all traces are kept, 0 to 1; 0 or nothing: no span is made. Errors and slow work are kept besides. */
  ratio: 'TRACE_RATIO',
} as const;

/** What OTLP adds to an endpoint's address. */
export const tracesPath = '/v1/traces';

/** The program that makes and sends spans; it stands beside a function's bundle, which loads it where traces are on. */
export const tracingFile = 'tracing.mjs';
