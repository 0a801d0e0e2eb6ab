import type { KeyedFunction } from '../../contracts/routes.ts';
import { Problem } from '../../domain/problem.ts';
import type { WebhookStore } from '../../domain/webhooks/ports.ts';
import { isEnabled, type Webhook } from '../../domain/webhooks/webhook.ts';
import type { ApiEvent } from '../middleware/api.ts';
import { requireCaller } from '../middleware/caller.ts';
import { found, pathParameter } from '../middleware/request.ts';

/**
 * The webhook that the path names, if it is the caller's.
 * @throws as `requireCaller`, and Problem `not-found`, also for another workspace's webhook
 */
export async function requireOwnWebhook(
  event: ApiEvent,
  name: KeyedFunction,
  webhooks: Pick<WebhookStore, 'get'>,
): Promise<Webhook> {
  const { workspaceId } = requireCaller(event, name);
  return found(await webhooks.get(workspaceId, pathParameter(event, 'webhookId')), 'webhook');
}

/**
 * Changes the webhook that the path names, if it is the caller's.
 * @throws as `requireOwnWebhook`
 */
export async function changeOwnWebhook(
  event: ApiEvent,
  name: KeyedFunction,
  webhooks: Pick<WebhookStore, 'change'>,
  change: (webhook: Webhook) => Webhook,
): Promise<Webhook> {
  const { workspaceId } = requireCaller(event, name);
  return found(await webhooks.change(workspaceId, pathParameter(event, 'webhookId'), change), 'webhook');
}

/** @throws Problem `webhook-disabled`: it gets no messages until it is taken up again */
export function requireEnabled(webhook: Webhook): Webhook {
  if (isEnabled(webhook)) return webhook;
  throw new Problem('webhook-disabled', 'Take it up again first: PATCH it with {"enabled": true}.');
}
