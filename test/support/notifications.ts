import type { BusEvent } from '../../contracts/events.ts';
import { type Delivery, newDelivery, type Told } from '../../domain/webhooks/delivery.ts';
import { createWebhook, type Webhook } from '../../domain/webhooks/webhook.ts';
import { noon } from './polls.ts';

export function webhookOf(changes: Partial<Webhook> = {}): Webhook {
  const body = { url: 'https://example.com/hook', events: ['poll.opened' as const, 'poll.closed' as const] };
  return { ...createWebhook({ body, id: 'w1', workspaceId: 'acme', now: noon }), ...changes };
}

export function toldOf(changes: Partial<Told> = {}): Told {
  return {
    id: 'p1-opened-1',
    type: 'poll.opened',
    source: 'groundswell',
    time: new Date(noon).toISOString(),
    pollId: 'p1',
    data: { pollId: 'p1' },
    ...changes,
  };
}

export function deliveryOf(changes: Partial<Delivery> = {}): Delivery {
  return { ...newDelivery('w1', toldOf(), { isEnabled: true, afterOpening: false, now: noon }), ...changes };
}

/** An event as the bus has it. */
export function busEvent(type: 'poll.opened' | 'poll.closed', pollId = 'p1', at = noon): BusEvent<typeof type> {
  const time = new Date(at).toISOString();
  return {
    specversion: '1.0',
    id: `${pollId}-${type}-${at}`,
    type,
    source: 'groundswell',
    time,
    subject: pollId,
    workspace: 'acme',
    dataversion: 1,
    data: { pollId, title: 'Lunch?', at: time },
  };
}
