import { ulid } from 'ulid';
import { limits } from '../../contracts/limits.ts';
import { newWebhookSchema, type WebhookWithSecret, webhookPatchSchema } from '../../contracts/webhooks.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import { Problem } from '../../domain/problem.ts';
import type { WebhookStore } from '../../domain/webhooks/ports.ts';
import {
  createWebhook,
  editWebhook,
  rotateSecret,
  toWebhookView,
  type Webhook,
} from '../../domain/webhooks/webhook.ts';
import type { TargetRules } from '../../stores/webhook-target.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { checkTarget } from '../middleware/check-target.ts';
import { readBody } from '../middleware/request.ts';
import { changeOwnWebhook, ownWebhook } from './own-webhook.ts';

interface Given {
  readonly webhooks: WebhookStore;
  readonly rules: TargetRules;
}

/** 201 with the webhook and its secret, which is shown here only. */
export async function addWebhook({ webhooks, rules }: Given, event: ApiEvent, { workspaceId }: Caller) {
  const body = readBody(event, newWebhookSchema);
  checkTarget(body.url, rules);
  // Two requests at once may pass the limit by one; it is there against mistakes.
  if ((await webhooks.list(workspaceId)).length >= limits.webhooks) {
    throw new Problem('invalid-content', `A workspace has at most ${limits.webhooks} webhooks.`);
  }
  const now = Date.now();
  const webhook = createWebhook({ body, id: ulid(now), workspaceId, now });
  await webhooks.add(webhook);
  return json(201, withSecret(webhook, now), { location: `/webhooks/${webhook.id}` });
}

/** What the body names changes; `enabled: true` takes up a disabled one. */
export async function patchWebhook(
  { webhooks, rules }: Given,
  event: ApiEvent,
  { workspaceId }: Caller,
): Promise<ApiResult> {
  const patch = readBody(event, webhookPatchSchema);
  if (patch.url !== undefined) checkTarget(patch.url, rules);
  const now = Date.now();
  const changed = await changeOwnWebhook(event, workspaceId, webhooks, (webhook) => editWebhook(webhook, patch, now));
  return json(200, toWebhookView(changed, now));
}

/** 204; it gets no more messages, and what is on record of it expires. */
export async function removeWebhook({ webhooks }: Given, event: ApiEvent, caller: Caller): Promise<ApiResult> {
  const { workspaceId, id } = await ownWebhook(event, caller.workspaceId, webhooks);
  await webhooks.remove(workspaceId, id);
  return { statusCode: 204 };
}

/** A new secret; for a day, messages are signed with the one before, too. */
export async function rotateWebhook({ webhooks }: Given, event: ApiEvent, { workspaceId }: Caller): Promise<ApiResult> {
  const now = Date.now();
  const rotated = await changeOwnWebhook(event, workspaceId, webhooks, (webhook) => rotateSecret(webhook, now));
  return json(200, withSecret(rotated, now));
}

function withSecret(webhook: Webhook, now: number): WebhookWithSecret {
  return { ...toWebhookView(webhook, now), secret: webhook.secret };
}
