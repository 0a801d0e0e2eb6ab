import * as z from 'zod/mini';
import { readEnvironment } from '../../contracts/functions.ts';
import { toDeliveryView } from '../../domain/webhooks/delivery.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { pageLimitSchema } from '../middleware/page.ts';
import { checkShape } from '../middleware/request.ts';
import { requireOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('listDeliveries');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);
const deliveries = new DynamoDeliveryStore(documentClient(), environment.POLLS_TABLE);

const querySchema = z.object({
  limit: pageLimitSchema,
  /** The id of the last delivery of the page before. */
  cursor: z.optional(z.string().check(z.regex(/^[0-9a-z]{9}-[0-9a-f]{16}$/, 'must be the cursor of an earlier page'))),
});

/** `GET /webhooks/{webhookId}/deliveries?limit=20&cursor=…`: newest first; `cursor` of the answer leads on. */
export const handler = apiHandler(async (event) => {
  const { id: webhookId } = await requireOwnWebhook(event, 'listDeliveries', webhooks);
  const { limit, cursor } = checkShape(querySchema, event.queryStringParameters ?? {});
  const page = await deliveries.list({ webhookId, after: cursor, limit });
  const last = page.deliveries.at(-1);
  return json(200, {
    deliveries: page.deliveries.map(toDeliveryView),
    ...(page.more && last ? { cursor: last.id } : {}),
  });
});
