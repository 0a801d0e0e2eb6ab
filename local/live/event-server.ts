import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Meter } from '../metering/meter.ts';
import { listen } from '../servers/listen.ts';
import { headersOf, publishAnswer, serveConnection } from './connection.ts';
import { type Authorization, EventApi, type EventApiDefinition } from './event-api.ts';
import { badRequest, errorFrame, type LiveError } from './messages.ts';
import { Subscriptions } from './subscriptions.ts';

/** Speaks AppSync Events for one region: HTTP to publish, WebSockets to listen. */
export interface EventServer {
  /** `localhost:PORT`, of both. */
  readonly host: string;
  /** Nobody gets in before: the API is read when its authorizer runs. */
  open(definition: EventApiDefinition): void;
  /** Closes every connection. */
  stop(): Promise<void>;
}

const subprotocol = 'aws-appsync-event-ws';
const headerPrefix = 'header-';
/** As often as AppSync does it. */
const keepAliveMs = 60_000;
/** A client's message can't be larger than what it may publish. */
const mostMessageBytes = 1_258_291;

/**
 * @param port 0 takes any free one
 * @param keepAlive milliseconds between signs of life
 */
export async function startEventServer(port: number, meter?: Meter, keepAlive = keepAliveMs): Promise<EventServer> {
  let api: EventApi | undefined;
  const subscriptions = new Subscriptions();
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: mostMessageBytes,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });

  const publish = (path: string, events: readonly string[]) => {
    for (const event of events) {
      const receivers = subscriptions.send(path, event);
      meter?.livePublished(Buffer.byteLength(event), receivers);
    }
  };

  const accept = (socket: WebSocket, problem: LiveError | undefined, current: EventApi) => {
    const connectedAt = performance.now();
    socket.on('close', () => meter?.liveConnected(performance.now() - connectedAt));
    if (problem) {
      socket.send(errorFrame('connection_error', [problem]));
      return socket.close();
    }
    serveConnection({ socket, api: current, subscriptions, publish, used: (bytes) => meter?.liveUsed(bytes) });
  };

  const upgrade = async (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy());
    const current = api;
    if (!current || request.url?.split('?')[0] !== '/event/realtime') return connection.destroy();
    const authorization = authorizationOf(request);
    const problem = authorization
      ? await current.mayConnect(authorization)
      : badRequest(`The subprotocols ${subprotocol} and ${headerPrefix}… are missing.`);
    if (connection.destroyed) return;
    sockets.handleUpgrade(request, connection, head, (socket) => accept(socket, problem, current));
  };

  const server = createServer((request, response) => {
    answerPublisher(api, request, response, publish).catch(() => response.destroy());
  });
  server.on('upgrade', (request, connection, head) => {
    upgrade(request, connection, head).catch(() => connection.destroy());
  });
  const listening = await listen(server, port);
  const timer = setInterval(() => {
    for (const socket of sockets.clients) if (socket.readyState === socket.OPEN) socket.send('{"type":"ka"}');
  }, keepAlive);
  timer.unref();
  return {
    host: `localhost:${listening.port}`,
    open(definition) {
      api = new EventApi(definition);
    },
    async stop() {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.terminate();
      await listening.stop();
    },
  };
}

/** The authorization that a client hides among its subprotocols, as browsers can't set headers. */
function authorizationOf(request: IncomingMessage): Authorization | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const hidden = offered.find((name) => name.startsWith(headerPrefix))?.slice(headerPrefix.length);
  if (!offered.includes(subprotocol) || hidden === undefined) return undefined;
  try {
    return headersOf(JSON.parse(Buffer.from(hidden, 'base64url').toString('utf8')) as Record<string, string>);
  } catch {
    return undefined;
  }
}

async function answerPublisher(
  api: EventApi | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  publish: (path: string, events: readonly string[]) => void,
): Promise<void> {
  const say = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (!api || request.method !== 'POST' || request.url !== '/event') return say(404, { errors: [] });
  const body = await text(request);
  const authorization = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const allowed = await api.mayPublish(parse(body), authorization);
  if ('errorType' in allowed) return say(allowed.errorCode, { errors: [allowed] });
  publish(allowed.path, allowed.events);
  say(200, publishAnswer(allowed.events));
}

function parse(body: string): { channel?: unknown; events?: unknown } {
  try {
    const given: unknown = JSON.parse(body);
    return typeof given === 'object' && given !== null ? given : {};
  } catch {
    return {};
  }
}
