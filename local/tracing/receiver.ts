import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { tracesPath } from '../../contracts/tracing.ts';
import { listen } from '../servers/listen.ts';
import type { LocalServer } from '../servers/local-server.ts';
import { readSpans } from './span.ts';
import { TraceStore } from './trace-store.ts';

/** Takes the functions' spans by OTLP over HTTP, as JSON, and keeps them. */
export interface TraceReceiver extends LocalServer {
  readonly store: TraceStore;
}

/** What is passed on waits so long for an answer at most, in milliseconds; nobody waits for it. */
const longestWaitMs = 5_000;

/** @param passOnTo where all spans go besides, an address without `/v1/traces`: Jaeger's, for one. @default nowhere */
export async function startTraceReceiver(passOnTo?: string): Promise<TraceReceiver> {
  const store = new TraceStore();
  let saidSo = false;
  const passOn = async (body: string) => {
    const signal = AbortSignal.timeout(longestWaitMs);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${passOnTo?.replace(/\/$/, '')}${tracesPath}`, { method: 'POST', headers, body, signal }).catch(() => {
      if (!saidSo) console.error(`${passOnTo} takes no traces; they are kept here all the same.`);
      saidSo = true;
    });
  };
  const { port, stop } = await listen(
    createServer(async (request, response) => {
      const status = await take(request).catch(() => 400);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    }),
  );

  async function take(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST' || request.url !== tracesPath) return 404;
    if (request.headers['content-type'] !== 'application/json') return 415;
    const body = await text(request);
    store.add(readSpans(body));
    if (passOnTo !== undefined) void passOn(body);
    return 200;
  }

  return { endpoint: `http://127.0.0.1:${port}`, store, stop };
}
