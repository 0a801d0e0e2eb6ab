/** What API Gateway knows of a request when it writes its access log. */
export interface AccessLogValues {
  readonly routeKey: string;
  readonly status: number;
  readonly responseLatency: number;
  readonly responseLength: number;
}

/** As long as API Gateway's own. */
const requestId = 'aBcDeFgHiJkLmNo=';

/**
 * Bytes of the line that API Gateway writes.
 * @param format the template's `AccessLogSettings.Format`, with variables like `$context.status`; undefined: no log
 */
export function accessLogBytes(format: string | undefined, values: AccessLogValues): number {
  if (format === undefined) return 0;
  const known: Readonly<Record<string, unknown>> = { ...values, requestId, requestTimeEpoch: Date.now() };
  return Buffer.byteLength(format.replace(/\$context\.(\w+)/g, (_, name) => String(known[name] ?? '-')));
}
