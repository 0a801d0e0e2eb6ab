import { Problem } from '../../domain/problem.ts';
import type { WebhookStore } from '../../domain/webhooks/ports.ts';
import { isEnabled, type Webhook } from '../../domain/webhooks/webhook.ts';
import type { ApiEvent } from '../middleware/api.ts';
import { found, pathParameter } from '../middleware/request.ts';

/** @throws Problem `not-found`, also for another workspace's webhook */
export async function ownWebhook(
  event: ApiEvent,
  workspaceId: string,
  webhooks: Pick<WebhookStore, 'get'>,
): Promise<Webhook> {
  return found(await webhooks.get(workspaceId, pathParameter(event, 'webhookId')), 'webhook');
}

/** @throws as `ownWebhook`, and Problem `webhook-disabled`: it gets no messages until it is taken up again */
export async function ownEnabledWebhook(...given: Parameters<typeof ownWebhook>): Promise<Webhook> {
  const webhook = await ownWebhook(...given);
  if (isEnabled(webhook)) return webhook;
  throw new Problem('webhook-disabled', 'Take it up again first: PATCH it with {"enabled": true}.');
}

/** @throws as `ownWebhook` */
export async function changeOwnWebhook(
  event: ApiEvent,
  workspaceId: string,
  webhooks: Pick<WebhookStore, 'change'>,
  change: (webhook: Webhook) => Webhook,
): Promise<Webhook> {
  return found(await webhooks.change(workspaceId, pathParameter(event, 'webhookId'), change), 'webhook');
}
