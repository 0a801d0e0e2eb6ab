import { readEnvironment } from '../../contracts/functions.ts';
import { webhookPatchSchema } from '../../contracts/webhooks.ts';
import { editWebhook, toWebhookView } from '../../domain/webhooks/webhook.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { readBody } from '../middleware/request.ts';
import { checkTarget, targetRules } from './check-target.ts';
import { changeOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('updateWebhook');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);
const rules = targetRules(environment.LOCAL_TARGETS);

/** `PATCH /webhooks/{webhookId}`: what the body names changes; `enabled: true` takes up a disabled one. */
export const handler = apiHandler(async (event) => {
  const patch = readBody(event, webhookPatchSchema);
  if (patch.url !== undefined) checkTarget(patch.url, rules);
  const now = Date.now();
  const changed = await changeOwnWebhook(event, 'updateWebhook', webhooks, (one) => editWebhook(one, patch, now));
  return json(200, toWebhookView(changed, now));
});
