import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from '../gateway/integration-answer.ts';
import { accessLogBytes } from './access-log.ts';
import type { Meter } from './meter.ts';

/** `name: value` and a line end. */
const headerPunctuation = 4;

/** Counts a request of the HTTP API with its answer. */
export function countAnswer(
  meter: Meter,
  given: {
    request: IncomingMessage;
    routeKey: string;
    ms: number;
    answered: HttpAnswer;
    logFormat: string | undefined;
  },
): void {
  const { request, routeKey, answered, logFormat } = given;
  const headers = Object.entries(answered.headers);
  const headerBytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length + headerPunctuation, 0);
  const log = accessLogBytes(logFormat, {
    routeKey,
    status: answered.status,
    responseLatency: Math.round(given.ms),
    responseLength: answered.body.length,
  });
  const bytesIn = Number(request.headers['content-length'] ?? 0);
  if (answered.isRefusal) meter.apiRefused({ log });
  else meter.apiAnswered({ in: bytesIn, out: headerBytes + answered.body.length, log });
}
