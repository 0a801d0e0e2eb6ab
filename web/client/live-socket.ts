import type { LiveAccess } from '../../contracts/live.ts';
import { randomId } from './random-id.ts';

/** How long the connection may take to stand, in milliseconds. */
const setUpMs = 15_000;

interface Frame {
  readonly type: string;
  readonly connectionTimeoutMs?: number;
  /** JSON text; AWS's documentation also shows a list of them. */
  readonly event?: string | readonly string[];
}

/**
 * One connection to AppSync Events, subscribed to one channel: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
 * @returns how to end it; `closed` is called once, whoever ended it
 */
export function openLive(
  access: LiveAccess,
  on: { subscribed: () => void; event: (text: string) => void; closed: () => void },
): () => void {
  const authorization = { host: access.host, Authorization: access.token };
  const header = btoa(JSON.stringify(authorization)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const socket = new WebSocket(access.url, ['aws-appsync-event-ws', `header-${header}`]);
  let silenceMs = setUpMs;
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.close();
    on.closed();
  };
  let timer = setTimeout(end, silenceMs);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(end, silenceMs);
  };
  const send = (frame: object) => socket.send(JSON.stringify(frame));
  const receive = (frame: Frame) => {
    switch (frame.type) {
      case 'connection_ack':
        send({ type: 'subscribe', id: randomId(), channel: access.channel, authorization });
        break;
      case 'subscribe_success':
        on.subscribed();
        break;
      case 'data':
        for (const event of [frame.event ?? []].flat()) on.event(event);
        break;
      case 'ka':
        break;
      default:
        // Errors of all kinds: a new connection begins with a new token.
        end();
    }
  };
  socket.onopen = () => send({ type: 'connection_init' });
  socket.onmessage = ({ data }) => {
    if (over) return;
    try {
      const frame: Frame = JSON.parse(data);
      if (frame.connectionTimeoutMs !== undefined) silenceMs = frame.connectionTimeoutMs;
      heard();
      receive(frame);
    } catch {
      end();
    }
  };
  socket.onerror = end;
  socket.onclose = end;
  return end;
}
