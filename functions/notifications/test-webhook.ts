import { ulid } from 'ulid';
import { eventSource } from '../../contracts/events.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { testEventType } from '../../contracts/webhooks.ts';
import { newDelivery, toDeliveryView } from '../../domain/webhooks/delivery.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { SqsWakeUps } from '../../stores/sqs-notification-queues.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireEnabled, requireOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('testWebhook');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);
const deliveries = new DynamoDeliveryStore(documentClient(), environment.POLLS_TABLE);
const wakeUps = new SqsWakeUps(queueClient(), environment.WAKE_UPS_QUEUE_URL);

/** `POST /webhooks/{webhookId}/test`: 202 with a delivery of the type `webhook.test`, which goes the way of all. */
export const handler = apiHandler(async (event) => {
  const { workspaceId, id: webhookId } = requireEnabled(await requireOwnWebhook(event, 'testWebhook', webhooks));
  const now = Date.now();
  const told = {
    id: `test-${ulid(now)}`,
    type: testEventType,
    source: eventSource,
    time: new Date(now).toISOString(),
    data: { webhookId },
  } as const;
  const delivery = newDelivery(webhookId, told, { isEnabled: true, afterOpening: false, now });
  await deliveries.add(delivery);
  await wakeUps.send({ v: 1, workspaceId, webhookId }, 0);
  return json(202, toDeliveryView(delivery));
});
