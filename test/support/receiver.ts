import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook as Verifier } from 'standardwebhooks';
import type { WebhookBody } from '../../contracts/webhooks.ts';

/** A message as it came in. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: WebhookBody;
}

/** An endpoint for webhooks on this machine, over real HTTP. */
export interface Receiver {
  readonly url: string;
  /** What came in so far, in its order, also what it refused. */
  readonly received: readonly Received[];
  /** The status that it answers from now on, if it answers. */
  status: number | 'silent';
}

export async function startReceiver(
  t: { after(end: () => void): void },
  status: Receiver['status'] = 204,
): Promise<Receiver> {
  const received: Received[] = [];
  const behaviour = { status };
  const server = createServer(async (request, response: ServerResponse) => {
    const body = await text(request);
    received.push({ headers: request.headers as Record<string, string>, text: body, body: JSON.parse(body) });
    if (behaviour.status !== 'silent') response.writeHead(behaviour.status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return Object.assign(behaviour, { url: `http://127.0.0.1:${port}/hook`, received });
}

/**
 * Verifies a message with the library that Standard Webhooks publishes.
 * @throws where the signature isn't by this secret
 */
export function verify(secret: string, { text, headers }: Received): void {
  new Verifier(secret).verify(text, headers as Record<string, string>);
}
