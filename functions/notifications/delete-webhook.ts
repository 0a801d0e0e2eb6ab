import { readEnvironment } from '../../contracts/functions.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { apiHandler } from '../middleware/api.ts';
import { requireOwnWebhook } from './own-webhook.ts';

const environment = readEnvironment('deleteWebhook');
const webhooks = new DynamoWebhookStore(documentClient(), environment.POLLS_TABLE);

/** `DELETE /webhooks/{webhookId}`: 204; it gets no more messages, and what is on record of it expires. */
export const handler = apiHandler(async (event) => {
  const { workspaceId, id } = await requireOwnWebhook(event, 'deleteWebhook', webhooks);
  await webhooks.remove(workspaceId, id);
  return { statusCode: 204 };
});
