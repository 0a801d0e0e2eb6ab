import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

/** A request of OTLP as it came in. */
export interface OtlpRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A receiver of traces on this machine, over real HTTP: it takes what comes, or answers with another status. */
export interface OtlpReceiver {
  readonly endpoint: string;
  readonly requests: readonly OtlpRequest[];
  /** From now on; `silent` never answers. */
  status: number | 'silent';
}

export async function startOtlpReceiver(t: Pick<TestContext, 'after'>): Promise<OtlpReceiver> {
  const requests: OtlpRequest[] = [];
  const behaviour: { status: OtlpReceiver['status'] } = { status: 200 };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    requests.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body });
    if (behaviour.status !== 'silent') response.writeHead(behaviour.status).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return Object.assign(behaviour, { endpoint: `http://127.0.0.1:${port}`, requests });
}
