import { randomBytes } from 'node:crypto';
import { type NewWebhook, type WebhookPatch, type WebhookView, webhookDelivery } from '../../contracts/webhooks.ts';

/** A webhook as it is stored. */
export interface Webhook extends Omit<WebhookView, 'enabled' | 'oldSecretUntil'> {
  readonly workspaceId: string;
  readonly secret: string;
  /** The secret before, and until when it signs beside the new one. */
  readonly oldSecret?: { readonly secret: string; readonly until: string };
  /** Since when it is as it is: failures from before don't count against it. */
  readonly activeSince: string;
  /** Changes with every change. */
  readonly version: number;
}

/** `whsec_` and 256 random bits; Standard Webhooks asks for 24 to 64 bytes. */
function generateSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function createWebhook(given: { body: NewWebhook; id: string; workspaceId: string; now: number }): Webhook {
  const { url, events, description } = given.body;
  const createdAt = new Date(given.now).toISOString();
  return {
    id: given.id,
    workspaceId: given.workspaceId,
    url,
    events,
    ...(description === undefined ? {} : { description }),
    secret: generateSecret(),
    createdAt,
    activeSince: createdAt,
    version: 1,
  };
}

/** The webhook after an edit. A new address, or taking it up again, lets it start without its earlier failures. */
export function editWebhook(webhook: Webhook, patch: WebhookPatch, now: number): Webhook {
  const { url = webhook.url, events = webhook.events, enabled = isEnabled(webhook) } = patch;
  const { description: before, disabledBecause, ...kept } = webhook;
  const description = patch.description === undefined ? before : (patch.description ?? undefined);
  const restarts = url !== webhook.url || (enabled && !isEnabled(webhook));
  return {
    ...kept,
    url,
    events,
    ...(description === undefined ? {} : { description }),
    ...(enabled ? {} : { disabledBecause: disabledBecause ?? 'workspace' }),
    ...(restarts ? { activeSince: new Date(now).toISOString() } : {}),
  };
}

/** The webhook with a new secret; the one before signs beside it for a day. */
export function rotateSecret(webhook: Webhook, now: number): Webhook {
  const until = new Date(now + webhookDelivery.oldSecretMs).toISOString();
  return { ...webhook, secret: generateSecret(), oldSecret: { secret: webhook.secret, until } };
}

/** The webhook as it gets no more messages, unless it was taken up anew since it failed. */
export function disableWebhook(
  webhook: Webhook,
  because: NonNullable<Webhook['disabledBecause']>,
  activeSince: string,
): Webhook {
  return webhook.activeSince === activeSince && isEnabled(webhook) ? { ...webhook, disabledBecause: because } : webhook;
}

export function isEnabled({ disabledBecause }: Webhook): boolean {
  return disabledBecause === undefined;
}

/** The secrets that sign a message now, the newest first. */
export function signingSecrets({ secret, oldSecret }: Webhook, now: number): readonly string[] {
  return oldSecret && Date.parse(oldSecret.until) > now ? [secret, oldSecret.secret] : [secret];
}

/** The webhook as its workspace sees it: without its secrets. */
export function toWebhookView(webhook: Webhook, now: number): WebhookView {
  const { id, url, events, description, disabledBecause, createdAt, oldSecret } = webhook;
  return {
    id,
    url,
    events,
    ...(description === undefined ? {} : { description }),
    enabled: disabledBecause === undefined,
    ...(disabledBecause === undefined ? {} : { disabledBecause }),
    createdAt,
    ...(oldSecret && Date.parse(oldSecret.until) > now ? { oldSecretUntil: oldSecret.until } : {}),
  };
}
