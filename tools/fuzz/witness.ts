import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../../local/servers/listen.ts';

/** A request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** The path with its query, as it was sent. */
  readonly target: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly answer: string;
}

export interface Witness {
  readonly url: string;
  stop(): Promise<void>;
}

/** Nobody waits longer for an answer. Milliseconds; API Gateway gives up after 30 seconds. */
const longestMs = 40_000;

/** Stands in front of a running API, passes on whatever is asked byte for byte, and tells of each exchange. */
export async function startWitness(apiUrl: string, observe: (exchange: Exchange) => void): Promise<Witness> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(apiUrl);
  const server = createServer(async (request, response) => {
    const { method = 'GET', url: target = '/', rawHeaders } = request;
    const tell = (status: number, headers: Exchange['headers'], body: Buffer, answer: string) =>
      observe({ method, target, rawHeaders, body, status, headers, answer });
    let body: Buffer = Buffer.alloc(0);
    try {
      body = await buffer(request);
      const answered = await ask({ agent, hostname, port, method, path: target, rawHeaders }, body);
      const answer = await buffer(answered);
      tell(answered.statusCode ?? 0, answered.headers, body, answer.toString());
      pass(answered, answer, response);
    } catch (error) {
      // Nothing came back: for whoever asked that is as bad as an error of the server.
      tell(0, {}, body, String(error));
      response.writeHead(502).end();
    }
  });
  const { port: own, stop } = await listen(server);
  return {
    url: `http://localhost:${own}`,
    async stop() {
      agent.destroy();
      await stop();
    },
  };
}

interface Asked {
  readonly agent: Agent;
  readonly hostname: string;
  readonly port: string;
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
}

function ask(given: Asked, body: Buffer): Promise<IncomingMessage> {
  const { rawHeaders, ...to } = given;
  return new Promise((resolve, reject) => {
    const asked = send({ ...to, timeout: longestMs });
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
      if (!/^(connection|transfer-encoding|content-length|expect)$/i.test(name)) asked.appendHeader(name, value);
    }
    if (body.length > 0) asked.setHeader('content-length', body.length);
    asked.on('response', resolve);
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed an idle connection in the very moment in which it was taken again: nobody saw the request.
      if (asked.reusedSocket && error.code === 'ECONNRESET') ask(given, body).then(resolve, reject);
      else reject(error);
    });
    asked.on('timeout', () => asked.destroy(new Error('There was no answer in time')));
    asked.end(body);
  });
}

function pass(from: IncomingMessage, answer: Buffer, to: ServerResponse): void {
  const { connection: _, 'transfer-encoding': __, 'keep-alive': ___, ...headers } = from.headers;
  to.writeHead(from.statusCode ?? 502, headers).end(answer);
}
