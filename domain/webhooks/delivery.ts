import { createHash } from 'node:crypto';
import type { BusEvent } from '../../contracts/events.ts';
import type {
  DeliveryState,
  DeliveryView,
  LastAttempt,
  testEventType,
  WebhookBody,
  WebhookEventType,
} from '../../contracts/webhooks.ts';

/** One event for one webhook, as it is stored. Times in milliseconds since 1970. */
export interface Delivery {
  /** Sorts by the event's time, and is the same however often the event comes. */
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly type: WebhookEventType | typeof testEventType;
  readonly pollId?: string;
  /** What is sent, the same bytes at every attempt. */
  readonly body: string;
  readonly state: DeliveryState;
  readonly createdAt: number;
  /** Since when it is tried: a replay begins anew. */
  readonly since: number;
  readonly attempts: number;
  /** When it is due; of a pending one. */
  readonly dueAt: number;
  readonly lastAttempt?: LastAttempt;
  /** Whether it waits until the poll's opening is done with. */
  readonly afterOpening: boolean;
  /** Where in a trace it was made: its attempts go on from there. */
  readonly traceparent?: string;
}

/** What a webhook is told of: an event of the bus, or a test. */
export type Told = Pick<BusEvent, 'id' | 'time' | 'source' | 'traceparent'> & {
  readonly type: Delivery['type'];
  readonly pollId?: string;
  readonly data: object;
};

/** Of events at one time, an opening stands first and a closing last. */
const ranks: Partial<Record<Told['type'], number>> = { 'poll.opened': 0, 'poll.closed': 2 };

export function bodyOf(told: Told): WebhookBody {
  return {
    specversion: '1.0',
    id: told.id,
    type: told.type,
    source: told.source,
    ...(told.pollId === undefined ? {} : { subject: told.pollId }),
    time: told.time,
    sequence: `${String(Date.parse(told.time)).padStart(15, '0')}-${ranks[told.type] ?? 1}`,
    datacontenttype: 'application/json',
    data: told.data,
  };
}

export function newDelivery(
  webhookId: string,
  told: Told,
  given: { isEnabled: boolean; afterOpening: boolean; now: number },
): Delivery {
  return {
    id: deliveryId(told),
    webhookId,
    eventId: told.id,
    type: told.type,
    ...(told.pollId === undefined ? {} : { pollId: told.pollId }),
    body: JSON.stringify(bodyOf(told)),
    state: given.isEnabled ? 'pending' : 'skipped',
    createdAt: given.now,
    since: given.now,
    attempts: 0,
    dueAt: given.now,
    afterOpening: given.afterOpening,
    ...(told.traceparent === undefined ? {} : { traceparent: told.traceparent }),
  };
}

/** The event's time, and then a hash of its id: 9 characters of base 36 last until the year 5188. */
function deliveryId({ id, time }: Told): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${Date.parse(time).toString(36).padStart(9, '0')}-${hash}`;
}

/** As it is tried anew, from now on. */
export function replayed(delivery: Delivery, now: number): Delivery {
  return { ...delivery, state: 'pending', since: now, attempts: 0, dueAt: now, afterOpening: false };
}

export function toDeliveryView(delivery: Delivery): DeliveryView {
  const { id, eventId, type, pollId, state, createdAt, attempts, dueAt, lastAttempt } = delivery;
  return {
    id,
    eventId,
    type,
    ...(pollId === undefined ? {} : { pollId }),
    state,
    createdAt: new Date(createdAt).toISOString(),
    attempts,
    ...(state === 'pending' ? { nextAttemptAt: new Date(dueAt).toISOString() } : {}),
    ...(lastAttempt === undefined ? {} : { lastAttempt }),
  };
}
