import type { BusEvent } from '../../contracts/events.ts';
import type { MailOrder, WebhookEventType } from '../../contracts/webhooks.ts';
import { type Poll, votingTime } from '../polls/poll.ts';
import { newDelivery, type Told } from './delivery.ts';
import type { DeliveryStore, WakeUps, WebhookStore } from './ports.ts';
import { isEnabled, type Webhook } from './webhook.ts';

export interface DispatchPorts {
  readonly webhooks: Pick<WebhookStore, 'list'>;
  readonly deliveries: Pick<DeliveryStore, 'add'>;
  readonly wakeUps: WakeUps;
  readonly mails: { send(order: MailOrder): Promise<void> };
  readonly polls: { get(pollId: string): Promise<Poll | undefined> };
}

/**
 * Makes a delivery for each webhook that asked for an event, and wakes who delivers it; a closing also orders the mail
 * about it. Repeating it after a failure at any line is safe: a delivery is known by its event.
 */
export async function dispatch(ports: DispatchPorts, event: BusEvent<WebhookEventType>, now: number): Promise<void> {
  const told = toldOf(event);
  const webhooks = (await ports.webhooks.list(event.workspace)).filter(({ events }) => events.includes(event.type));
  const opensAt = event.type === 'poll.closed' ? await openingOf(ports, event.subject) : undefined;
  for (const webhook of webhooks) {
    const isAwaited = opensAt !== undefined && hearsOfOpening(webhook, opensAt);
    await ports.deliveries.add(
      newDelivery(webhook.id, told, { isEnabled: isEnabled(webhook), afterOpening: isAwaited, now }),
    );
    await ports.wakeUps.send({ v: 1, workspaceId: event.workspace, webhookId: webhook.id }, 0);
  }
  if (event.type !== 'poll.closed') return;
  await ports.mails.send({ v: 1, kind: 'poll-closed', workspaceId: event.workspace, pollId: event.subject });
}

function toldOf({ id, time, source, data, type, traceparent }: BusEvent<WebhookEventType>): Told {
  return {
    id,
    time,
    source,
    data,
    type,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...('pollId' in data ? { pollId: data.pollId } : {}),
  };
}

async function openingOf({ polls }: DispatchPorts, pollId: string): Promise<number | undefined> {
  const poll = await polls.get(pollId);
  return poll && votingTime(poll).start;
}

/** Whether a webhook is told of an opening at that time: it asks for it, and was there. */
function hearsOfOpening({ events, createdAt }: Webhook, opensAt: number): boolean {
  return events.includes('poll.opened') && Date.parse(createdAt) < opensAt;
}
