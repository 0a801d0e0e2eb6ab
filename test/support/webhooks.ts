import assert from 'node:assert/strict';
import type { DeliveryView, WebhookEventType, WebhookWithSecret } from '../../contracts/webhooks.ts';
import type { ApiClient } from './api.ts';
import type { Receiver } from './receiver.ts';

export async function addWebhook(
  workspace: ApiClient,
  url: string,
  events: readonly WebhookEventType[],
): Promise<WebhookWithSecret> {
  const made = await workspace.send<WebhookWithSecret>('POST', '/webhooks', { body: { url, events } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

/** The newest hundred deliveries of a webhook, newest first. */
export async function deliveriesOf(workspace: ApiClient, webhookId: string): Promise<readonly DeliveryView[]> {
  const path = `/webhooks/${webhookId}/deliveries?limit=100`;
  return (await workspace.send<{ deliveries: DeliveryView[] }>('GET', path)).body.deliveries;
}

/** The types of what a receiver was told of a poll, in their order. */
export function typesOf({ received }: Receiver, pollId: string): readonly string[] {
  return received.filter(({ body }) => body.subject === pollId).map(({ body }) => body.type);
}

/** The types of what a receiver was told of a poll, each where it came for the first time. */
export function heardOf(receiver: Receiver, pollId: string): readonly string[] {
  return [...new Set(typesOf(receiver, pollId))];
}
