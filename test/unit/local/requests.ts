import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type RequestEvent, requestEvent } from '../../../local/gateway/request-event.ts';

/** What a test sends. */
export interface SentRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/** The event of a request that really came over HTTP, so that its headers are as Node gives them. */
export async function eventOf(sent: SentRequest): Promise<RequestEvent & { body?: string }> {
  const { method = 'GET', path, headers = {}, body, pathParameters = {} } = sent;
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const received = once(server, 'request');
  const sending = request({ host: '127.0.0.1', port, method, path, headers }).end(body);
  // The answer below ends it; the test looks only at what arrived.
  sending.on('response', (answer) => answer.resume());
  const [incoming, answer] = await received;
  try {
    return requestEvent({
      request: incoming,
      url: new URL(path, 'http://localhost'),
      routeKey: `${method} ${path.split('?')[0]}`,
      pathParameters,
      body: await buffer(incoming),
    });
  } finally {
    answer.end();
    server.close();
    server.closeAllConnections();
  }
}
