import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TraceStore } from '../tracing/trace-store.ts';

/** The laptop's own route to the traces: the newest, and below it each by its id. */
export const tracesRoute = '/_local/traces';
/** How many are listed. */
const mostListed = 50;

/**
 * Answers with traces, as JSON.
 * @param store undefined where none are made
 * @returns false where something else is meant
 */
export function serveTraces(
  store: TraceStore | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [path = ''] = (request.url ?? '').split('?');
  if (path !== tracesRoute && !path.startsWith(`${tracesRoute}/`)) return false;
  const id = path.slice(tracesRoute.length + 1);
  const spans = store?.spansOf(id) ?? [];
  const status = id !== '' && spans.length === 0 ? 404 : 200;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(id === '' ? { traces: store?.recent(mostListed) ?? [] } : { spans }));
  return true;
}
