import { readEnvironment } from '../../contracts/functions.ts';
import { toWebhookView } from '../../domain/webhooks/webhook.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('getWebhook');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);

/** `GET /webhooks/{webhookId}`: the webhook, without its secret. */
export const handler = apiHandler(async (event) =>
  json(200, toWebhookView(await requireOwnWebhook(event, 'getWebhook', webhooks), Date.now())),
);
