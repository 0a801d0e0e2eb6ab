import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { LiveAccess } from '../../contracts/live.ts';
import type { PollResults } from '../../contracts/results.ts';

/** A frame of AppSync Events, with the time at which it came. */
export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly event?: string;
  readonly errors?: readonly { readonly errorType: string; readonly message: string }[];
  readonly connectionTimeoutMs?: number;
}

/** A client of AppSync Events that knows nothing of polls: it sends and keeps frames. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  /** When each frame came, milliseconds since 1970. */
  readonly times: number[] = [];
  readonly #authorization: { readonly host: string; readonly Authorization: string };

  constructor({ url, host, token }: Pick<LiveAccess, 'url' | 'host' | 'token'>) {
    this.#authorization = { host, Authorization: token };
    const header = Buffer.from(JSON.stringify(this.#authorization)).toString('base64url');
    this.socket = new WebSocket(url, ['aws-appsync-event-ws', `header-${header}`]);
    this.socket.on('message', (data) => {
      this.times.push(Date.now());
      this.frames.push(JSON.parse(String(data)) as Frame);
    });
    // A server that is gone closes it, too.
    this.socket.on('error', () => {});
  }

  static async connect(access: LiveAccess): Promise<LiveClient> {
    const client = new LiveClient(access);
    await once(client.socket, 'open');
    return client;
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  subscribe(channel: string, id = 'one'): Promise<Frame> {
    this.send({ type: 'subscribe', id, channel, authorization: this.#authorization });
    return this.frame(({ type }) => type.startsWith('subscribe_'));
  }

  /** The first frame that fits, when it has come. */
  async frame(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.frames.find(fits);
      if (found) return found;
      const signal = AbortSignal.timeout(30_000);
      await once(this.socket, 'message', { signal }).catch(() => assert.fail(JSON.stringify(this.frames)));
    }
  }

  /** The results that came, in their order. */
  get results(): PollResults[] {
    return this.frames.flatMap(({ event }) => (event === undefined ? [] : [JSON.parse(event) as PollResults]));
  }
}
