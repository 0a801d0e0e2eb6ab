import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Faults } from './faults.ts';

/** The services that functions call through the proxy, by the variable that names their address. */
export type ServiceEndpoints = Readonly<Record<string, string>>;

/** Stands between functions and the embedded servers, and lets calls fail as AWS documents that they may. */
export interface ServiceProxy {
  /** The addresses of the services for one instance of a function. */
  endpointsFor(instance: Instance): ServiceEndpoints;
  stop(): Promise<void>;
}

/** An instance of a function as the proxy knows it. */
export interface Instance {
  /** Unlike any other's. */
  readonly name: string;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): void;
}

/** What AWS answers when it is too busy, or has a failure inside. */
const throttled = { status: 400, type: 'ThrottlingException' };
const failed = { status: 500, type: 'InternalServerError' };

export async function startServiceProxy(services: ServiceEndpoints, faults: Faults): Promise<ServiceProxy> {
  const names = Object.keys(services);
  const instances = new Map<string, Instance>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';

  /** Paths are `/<number of the service>/<instance>/<path at the service>`. */
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, service = '', name = '', ...path] = (request.url ?? '').split('/');
    const endpoint = services[names[Number(service)] ?? ''];
    const instance = instances.get(name);
    if (!endpoint || !instance) return void response.writeHead(404).end();
    const body = await buffer(request);
    if (faults.happens('callThrottled')) return refuse(response, throttled);
    if (faults.happens('callFails')) return refuse(response, failed);
    const diesBefore = faults.happens('functionDiesBetween');
    const takesEffect = !diesBefore || faults.draw('functionDiesBetween') < 0.5;
    const answer = takesEffect ? await forward(endpoint + path.join('/'), request, body) : undefined;
    if (diesBefore) instance.kill();
    if (!answer || diesBefore || faults.happens('callAnswerLost')) return void response.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  return {
    endpointsFor(instance) {
      instances.set(instance.name, instance);
      return Object.fromEntries(
        names.map((name, index) => [name, `http://127.0.0.1:${port}/${index}/${instance.name}`]),
      );
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(response: ServerResponse, error: { status: number; type: string }): void {
  response.writeHead(error.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: error.type, message: 'A fault of the platform, on purpose' }));
}

interface Forwarded {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function forward(url: string, original: IncomingMessage, body: Buffer): Promise<Forwarded> {
  const { host: _host, connection: _connection, ...headers } = original.headers;
  const outgoing = send(url, {
    method: original.method ?? 'POST',
    headers: { ...headers, 'content-length': body.length },
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { connection: _kept, 'transfer-encoding': _chunked, ...answered } = answer.headers;
  return { status: answer.statusCode ?? 502, headers: answered, body: await buffer(answer) };
}
