import { ulid } from 'ulid';
import { readEnvironment } from '../../contracts/functions.ts';
import { limits } from '../../contracts/limits.ts';
import { newWebhookSchema, type WebhookWithSecret } from '../../contracts/webhooks.ts';
import { Problem } from '../../domain/problem.ts';
import { createWebhook, toWebhookView } from '../../domain/webhooks/webhook.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';
import { checkTarget, targetRules } from './check-target.ts';

const environment = readEnvironment('createWebhook');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);
const rules = targetRules(environment.LOCAL_TARGETS);

/** `POST /webhooks`: 201 with the webhook and its secret, which is shown here only. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'createWebhook');
  const body = readBody(event, newWebhookSchema);
  checkTarget(body.url, rules);
  // Two requests at once may pass the limit by one; it is there against mistakes.
  if ((await webhooks.list(workspaceId)).length >= limits.webhooks) {
    throw new Problem('invalid-content', `A workspace has at most ${limits.webhooks} webhooks.`);
  }
  const now = Date.now();
  const webhook = createWebhook({ body, id: ulid(now), workspaceId, now });
  await webhooks.add(webhook);
  const created: WebhookWithSecret = { ...toWebhookView(webhook, now), secret: webhook.secret };
  return json(201, created, { location: `/webhooks/${webhook.id}` });
});
