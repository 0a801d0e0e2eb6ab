import { readEnvironment } from '../../contracts/functions.ts';
import { deliveryListQuery } from '../../contracts/queries.ts';
import type { WorkspaceView } from '../../contracts/webhooks.ts';
import { toDeliveryView } from '../../domain/webhooks/delivery.ts';
import { toWebhookView } from '../../domain/webhooks/webhook.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoContactStore } from '../../stores/dynamo-contact-store.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { checkShape } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';
import { ownWebhook } from './own-webhook.ts';

const environment = readEnvironment('readWebhooks');
const client = documentClient();
const webhooks = new DynamoWebhookStore(client, environment.POLLS_TABLE);
const deliveries = new DynamoDeliveryStore(client, environment.POLLS_TABLE);
const contacts = new DynamoContactStore(client, environment.POLLS_TABLE);

/** All that a key with `webhooks:read` may ask for. */
export const handler = routesHandler('readWebhooks', {
  'GET /webhooks': listWebhooks,
  'GET /webhooks/{webhookId}': async (event, { workspaceId }) =>
    json(200, toWebhookView(await ownWebhook(event, workspaceId, webhooks), Date.now())),
  'GET /webhooks/{webhookId}/deliveries': async (event, { workspaceId }) =>
    listDeliveries(event, (await ownWebhook(event, workspaceId, webhooks)).id),
  'GET /workspace': async (_event, { workspaceId }) => showWorkspace(await contacts.get(workspaceId)),
});

/** Oldest first. */
async function listWebhooks(_event: ApiEvent, { workspaceId }: { workspaceId: string }): Promise<ApiResult> {
  const now = Date.now();
  return json(200, { webhooks: (await webhooks.list(workspaceId)).map((webhook) => toWebhookView(webhook, now)) });
}

/** `?limit=20&cursor=…`: newest first; `cursor` of the answer leads on. */
async function listDeliveries(event: ApiEvent, webhookId: string): Promise<ApiResult> {
  const { limit, cursor } = checkShape(deliveryListQuery, event.queryStringParameters ?? {});
  const page = await deliveries.list({ webhookId, after: cursor, limit });
  const last = page.deliveries.at(-1);
  const more = page.more && last ? { cursor: last.id } : {};
  return json(200, { deliveries: page.deliveries.map(toDeliveryView), ...more });
}

function showWorkspace(contactEmail: string | undefined): ApiResult {
  const view: WorkspaceView = contactEmail === undefined ? {} : { contactEmail };
  return json(200, view);
}
