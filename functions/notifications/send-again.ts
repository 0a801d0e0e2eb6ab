import { ulid } from 'ulid';
import { eventSource } from '../../contracts/events.ts';
import { testEventType } from '../../contracts/webhooks.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import { newDelivery, replayed, toDeliveryView } from '../../domain/webhooks/delivery.ts';
import type { DeliveryStore, WakeUps, WebhookStore } from '../../domain/webhooks/ports.ts';
import { traceOfEvent } from '../../stores/trace-context.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';
import { ownEnabledWebhook } from './own-webhook.ts';

interface Given {
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly wakeUps: WakeUps;
}

/** 202 with a delivery of the type `webhook.test`, which goes the way of all. */
export async function testWebhook(given: Given, event: ApiEvent, caller: Caller): Promise<ApiResult> {
  const { workspaceId, id: webhookId } = await ownEnabledWebhook(event, caller.workspaceId, given.webhooks);
  const now = Date.now();
  const told = {
    id: `test-${ulid(now)}`,
    type: testEventType,
    source: eventSource,
    time: new Date(now).toISOString(),
    data: { webhookId },
    ...traceOfEvent(),
  } as const;
  const delivery = newDelivery(webhookId, told, { isEnabled: true, afterOpening: false, now });
  await given.deliveries.add(delivery);
  await given.wakeUps.send({ v: 1, workspaceId, webhookId }, 0);
  return json(202, toDeliveryView(delivery));
}

/** 202; it is tried now, and anew for a day. */
export async function replayDelivery(given: Given, event: ApiEvent, caller: Caller): Promise<ApiResult> {
  const { workspaceId, id: webhookId } = await ownEnabledWebhook(event, caller.workspaceId, given.webhooks);
  const delivery = found(await given.deliveries.get(webhookId, pathParameter(event, 'deliveryId')), 'delivery');
  const again = { ...replayed(delivery, Date.now()), ...traceOfEvent() };
  await given.deliveries.change(delivery, again);
  await given.wakeUps.send({ v: 1, workspaceId, webhookId }, 0);
  return json(202, toDeliveryView(again));
}
