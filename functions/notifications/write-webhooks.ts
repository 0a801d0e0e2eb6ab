import { readEnvironment } from '../../contracts/functions.ts';
import { type WorkspaceView, workspacePatchSchema } from '../../contracts/webhooks.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoContactStore } from '../../stores/dynamo-contact-store.ts';
import { DynamoDeliveryStore } from '../../stores/dynamo-delivery-store.ts';
import { DynamoWebhookStore } from '../../stores/dynamo-webhook-store.ts';
import { SqsWakeUps } from '../../stores/sqs-notification-queues.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { targetRules } from '../middleware/check-target.ts';
import { readBody } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';
import { replayDelivery, testWebhook } from './send-again.ts';
import { addWebhook, patchWebhook, removeWebhook, rotateWebhook } from './webhook-edits.ts';

const environment = readEnvironment('writeWebhooks');
const client = documentClient();
const contacts = new DynamoContactStore(client, environment.POLLS_TABLE);
const given = {
  webhooks: new DynamoWebhookStore(client, environment.POLLS_TABLE),
  deliveries: new DynamoDeliveryStore(client, environment.POLLS_TABLE),
  wakeUps: new SqsWakeUps(queueClient(), environment.WAKE_UPS_QUEUE_URL),
  rules: targetRules(environment.LOCAL_TARGETS),
};

/** All that a key with `webhooks:write` may do. */
export const handler = routesHandler('writeWebhooks', {
  'POST /webhooks': (event, caller) => addWebhook(given, event, caller),
  'PATCH /webhooks/{webhookId}': (event, caller) => patchWebhook(given, event, caller),
  'DELETE /webhooks/{webhookId}': (event, caller) => removeWebhook(given, event, caller),
  'POST /webhooks/{webhookId}/rotate': (event, caller) => rotateWebhook(given, event, caller),
  'POST /webhooks/{webhookId}/test': (event, caller) => testWebhook(given, event, caller),
  'POST /webhooks/{webhookId}/deliveries/{deliveryId}/replay': (event, caller) => replayDelivery(given, event, caller),
  'PATCH /workspace': patchWorkspace,
});

/** Says who gets mail from now on. */
async function patchWorkspace(event: ApiEvent, { workspaceId }: Caller): Promise<ApiResult> {
  const { contactEmail } = readBody(event, workspacePatchSchema);
  await contacts.set(workspaceId, contactEmail ?? undefined);
  const view: WorkspaceView = contactEmail === null ? {} : { contactEmail };
  return json(200, view);
}
