import { readEnvironment } from '../../contracts/functions.ts';
import type { WebhookWithSecret } from '../../contracts/webhooks.ts';
import { rotateSecret, toWebhookView } from '../../domain/webhooks/webhook.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { changeOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('rotateWebhook');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);

/** `POST /webhooks/{webhookId}/rotate`: a new secret; for a day, messages are signed with the one before, too. */
export const handler = apiHandler(async (event) => {
  const now = Date.now();
  const rotated = await changeOwnWebhook(event, 'rotateWebhook', webhooks, (webhook) => rotateSecret(webhook, now));
  const shown: WebhookWithSecret = { ...toWebhookView(rotated, now), secret: rotated.secret };
  return json(200, shown);
});
