/**
 * Viewers of one channel, in a process of their own: connects so many, says when all listen, and on the word `report`
 * tells what they saw.
 */
import { WebSocket } from 'ws';
import type { LiveAccess } from '../../../contracts/live.ts';

/** How viewers come in: by AppSync's protocol, or with nothing before the events. */
export interface LiveViewersInput {
  readonly viewers: number;
  readonly url: string;
  readonly access: LiveAccess | undefined;
}

export interface LiveViewersReport {
  /** Milliseconds from publication to each viewer, of each snapshot. */
  readonly delays: readonly number[];
  /** The number of the last snapshot that each viewer saw. */
  readonly last: readonly number[];
}

/** What a snapshot of the bench says. */
export interface TimedSnapshot {
  readonly number: number;
  /** Milliseconds since 1970, with their fractions. */
  readonly sentAt: number;
}

/** Connections at once that aren't listening yet. */
const atOnce = 50;
const now = () => performance.timeOrigin + performance.now();
const delays: number[] = [];
const last: number[] = [];

function saw(viewer: number, event: string): void {
  const arrivedAt = now();
  const { number, sentAt } = JSON.parse(event) as TimedSnapshot;
  delays.push(arrivedAt - sentAt);
  last[viewer] = number;
}

function join({ url, access }: LiveViewersInput, viewer: number): Promise<void> {
  last[viewer] = -1;
  const authorization = { host: access?.host, Authorization: access?.token };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const socket = new WebSocket(url, access ? ['aws-appsync-event-ws', `header-${header}`] : [], {
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      if (!access) return resolve();
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', channel: access.channel, authorization }));
    });
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; event?: string };
      if (frame.event !== undefined) saw(viewer, frame.event);
      else if (frame.type === 'subscribe_success') resolve();
      else if (frame.type !== 'ka') reject(new Error(String(data)));
    });
    socket.on('error', reject);
  });
}

async function joinAll(input: LiveViewersInput): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let viewer = next++; viewer < input.viewers; viewer = next++) await join(input, viewer);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  process.send?.('listening');
}

process.on('message', (message: LiveViewersInput | 'report') => {
  if (message !== 'report') return void joinAll(message);
  process.send?.({ delays, last } satisfies LiveViewersReport, () => process.exit());
});
