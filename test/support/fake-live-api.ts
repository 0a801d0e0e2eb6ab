import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { LiveAccess } from '../../contracts/live.ts';
import type { PollResults } from '../../contracts/results.ts';

/**
 * A fake of one poll's results and of as much of AppSync Events' WebSocket protocol as a subscriber sees. Tests decide
 * what it answers.
 */
export interface FakeLiveApi {
  readonly url: string;
  /** What `GET …/results` answers. */
  results: PollResults;
  /** What `GET …/live` answers instead of the way in, such as 404. */
  liveStatus: number;
  /** How long a connection may be silent, in milliseconds. */
  silenceMs: number;
  /** `results`, `not-modified`, `live`, `connected` and `subscribed`, in the order in which they happened. */
  readonly seen: string[];
  publish(results: PollResults): void;
  /** Breaks each connection off. */
  drop(): void;
  stop(): Promise<void>;
}

export async function startFakeLiveApi(first: PollResults): Promise<FakeLiveApi> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/live')) {
      fake.seen.push('live');
      const access: LiveAccess = { url, host: 'host.example', channel: '/results/p', token: 'token', expiresAt: '' };
      response.writeHead(fake.liveStatus).end(JSON.stringify(fake.liveStatus === 200 ? access : {}));
      return;
    }
    const etag = `"${Buffer.from(JSON.stringify(fake.results)).toString('base64url')}"`;
    const known = request.headers['if-none-match'] === etag;
    fake.seen.push(known ? 'not-modified' : 'results');
    response.writeHead(known ? 304 : 200, { etag }).end(known ? undefined : JSON.stringify(fake.results));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/event/realtime`;
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => (offered.has('aws-appsync-event-ws') ? 'aws-appsync-event-ws' : false),
  });
  const subscriptions = new Map<string, (text: string) => void>();
  sockets.on('connection', (socket, request) => {
    const send = (frame: object) => socket.send(JSON.stringify(frame));
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    const [, header = ''] = /header-([\w-]+)/.exec(offered) ?? [];
    const { host, Authorization } = JSON.parse(Buffer.from(header, 'base64url').toString() || '{}');
    if (host !== 'host.example' || Authorization !== 'token') return socket.terminate();
    fake.seen.push('connected');
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.type === 'connection_init') send({ type: 'connection_ack', connectionTimeoutMs: fake.silenceMs });
      if (frame.type !== 'subscribe') return;
      if (frame.channel !== '/results/p' || frame.authorization?.Authorization !== 'token') {
        send({ type: 'subscribe_error', id: frame.id, errors: [{ errorType: 'UnauthorizedException' }] });
        return;
      }
      subscriptions.set(frame.id, (event) => send({ type: 'data', id: frame.id, event }));
      socket.on('close', () => subscriptions.delete(frame.id));
      fake.seen.push('subscribed');
      send({ type: 'subscribe_success', id: frame.id });
    });
  });
  const fake: FakeLiveApi = {
    url: `http://127.0.0.1:${port}`,
    results: first,
    liveStatus: 200,
    silenceMs: 300_000,
    seen: [],
    publish(results) {
      for (const send of subscriptions.values()) send(JSON.stringify(results));
    },
    drop() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async stop() {
      fake.drop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
