import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from '../gateway/integration-answer.ts';
import type { Meter } from './meter.ts';

/** `name: value` and a line end. */
const headerPunctuation = 4;

/** Counts a request of the HTTP API with its answer. */
export function countAnswer(
  meter: Meter,
  given: {
    request: IncomingMessage;
    answered: HttpAnswer;
    /** What API Gateway writes of it. */
    logLine: string;
  },
): void {
  const { request, answered, logLine } = given;
  const headers = Object.entries(answered.headers);
  const headerBytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length + headerPunctuation, 0);
  const log = Buffer.byteLength(logLine);
  const bytesIn = Number(request.headers['content-length'] ?? 0);
  if (answered.isRefusal) meter.apiRefused({ log });
  else meter.apiAnswered({ in: bytesIn, out: headerBytes + answered.body.length, log });
}
