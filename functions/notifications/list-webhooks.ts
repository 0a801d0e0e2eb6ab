import { readEnvironment } from '../../contracts/functions.ts';
import { toWebhookView } from '../../domain/webhooks/webhook.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';

const environment = readEnvironment('listWebhooks');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);

/** `GET /webhooks`: the workspace's webhooks, oldest first. */
export const handler = apiHandler(async (event) => {
  const { workspaceId } = requireCaller(event, 'listWebhooks');
  const now = Date.now();
  return json(200, { webhooks: (await webhooks.list(workspaceId)).map((webhook) => toWebhookView(webhook, now)) });
});
