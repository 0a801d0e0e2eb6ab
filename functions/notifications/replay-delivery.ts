import { readEnvironment } from '../../contracts/functions.ts';
import { replayed, toDeliveryView } from '../../domain/webhooks/delivery.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { SqsWakeUps } from '../../stores/sqs-notification-queues.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';
import { requireEnabled, requireOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('replayDelivery');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);
const deliveries = new DynamoDeliveryStore(documentClient(), environment.POLLS_TABLE);
const wakeUps = new SqsWakeUps(queueClient(), environment.WAKE_UPS_QUEUE_URL);

/** `POST /webhooks/{webhookId}/deliveries/{deliveryId}/replay`: 202; it is tried now, and anew for a day. */
export const handler = apiHandler(async (event) => {
  const { workspaceId, id: webhookId } = requireEnabled(await requireOwnWebhook(event, 'replayDelivery', webhooks));
  const delivery = found(await deliveries.get(webhookId, pathParameter(event, 'deliveryId')), 'delivery');
  const again = replayed(delivery, Date.now());
  await deliveries.change(delivery, again);
  await wakeUps.send({ v: 1, workspaceId, webhookId }, 0);
  return json(202, toDeliveryView(again));
});
