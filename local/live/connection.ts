import type { WebSocket } from 'ws';
import type { Authorization, EventApi } from './event-api.ts';
import {
  badRequest,
  type ClientMessage,
  clientMessage,
  errorFrame,
  type LiveError,
  limitExceeded,
  type PublishMessage,
  type SubscribeMessage,
  unknownId,
  unsupported,
} from './messages.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

/** How long a client waits for a sign of life before it gives the connection up, as AppSync says it. Milliseconds. */
const connectionTimeoutMs = 300_000;
/** https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const mostSubscriptions = 200;

export interface ConnectionProps {
  readonly socket: WebSocket;
  readonly api: EventApi;
  readonly subscriptions: Subscriptions;
  publish(path: string, events: readonly string[]): void;
  /** Told of each operation that AppSync bills, with the bytes that it carried. */
  used(bytes: number): void;
}

/** Serves one client's WebSocket until it closes. The client may leave out `connection_init`. */
export function serveConnection(props: ConnectionProps): void {
  const { socket, api, subscriptions, used } = props;
  const own = new Map<string, { path: string; subscription: Subscription } | undefined>();
  const say = (frame: string) => socket.send(frame);
  const tell = (frame: object) => say(JSON.stringify(frame));

  const subscribe = async ({ id, channel, authorization }: SubscribeMessage) => {
    const refuse = (error: LiveError) => say(errorFrame('subscribe_error', [error], id));
    if (own.has(id)) return refuse(badRequest(`The id ${id} is in use.`));
    if (own.size >= mostSubscriptions) return refuse(limitExceeded(`A connection has ${mostSubscriptions} at most.`));
    own.set(id, undefined);
    const path = await api.maySubscribe(channel, headersOf(authorization));
    // The client may have gone, or have taken it back.
    if (socket.readyState !== socket.OPEN || !own.has(id)) return;
    if (typeof path !== 'string') {
      own.delete(id);
      return refuse(path);
    }
    const subscription = { socket, id: JSON.stringify(id) };
    own.set(id, { path, subscription });
    tell({ id, type: 'subscribe_success' });
    subscriptions.add(path, subscription);
  };

  const forget = (id: string) => {
    const found = own.get(id);
    if (found) subscriptions.remove(found.path, found.subscription);
    return own.delete(id);
  };

  const publish = async ({ id, channel, events, authorization }: PublishMessage) => {
    const allowed = await api.mayPublish({ channel, events }, headersOf(authorization));
    if ('errorType' in allowed) return say(errorFrame('publish_error', [allowed], id));
    props.publish(allowed.path, allowed.events);
    tell({ id, type: 'publish_success', ...publishAnswer(allowed.events) });
  };

  const answer = async (message: ClientMessage) => {
    switch (message.type) {
      case 'connection_init':
        return tell({ type: 'connection_ack', connectionTimeoutMs });
      case 'subscribe':
        return subscribe(message);
      case 'unsubscribe':
        if (forget(message.id)) return tell({ id: message.id, type: 'unsubscribe_success' });
        return say(errorFrame('unsubscribe_error', [unknownId(`Unknown operation id ${message.id}`)], message.id));
      case 'publish':
        return publish(message);
    }
  };

  socket.on('message', (data) => {
    const text = String(data);
    used(Buffer.byteLength(text));
    const message = readMessage(text);
    if ('errorType' in message) return say(errorFrame('error', [message]));
    answer(message).catch(() => socket.terminate());
  });
  socket.on('close', () => {
    for (const id of [...own.keys()]) forget(id);
  });
  // What a client does wrong ends its own connection.
  socket.on('error', () => socket.terminate());
}

/** What became of published events: each has a place in the list and a name. */
export function publishAnswer(events: readonly string[]): object {
  const successful = events.map((_, index) => ({ identifier: crypto.randomUUID(), index }));
  return { successful, failed: [] };
}

/** Names in small letters, as HTTP's headers come. */
export function headersOf(given: Readonly<Record<string, string>>): Authorization {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
}

function readMessage(text: string): ClientMessage | LiveError {
  try {
    const checked = clientMessage.safeParse(JSON.parse(text));
    if (checked.success) return checked.data;
    const isType = checked.error.issues.some(({ path }) => path[0] === 'type');
    return isType
      ? unsupported('Operation not supported through the realtime channel')
      : badRequest('The message has a wrong form.');
  } catch {
    return badRequest('The message is not JSON.');
  }
}
