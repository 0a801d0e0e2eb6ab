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
 * The line that API Gateway writes.
 * @param format the template's `AccessLogSettings.Format`, with variables like `$context.status`; undefined: no log
 */
export function accessLogLine(format: string | undefined, values: AccessLogValues): string {
  if (format === undefined) return '';
  const known: Readonly<Record<string, unknown>> = { ...values, requestId, requestTimeEpoch: Date.now() };
  return format.replace(/\$context\.(\w+)/g, (_, name) => String(known[name] ?? '-'));
}
