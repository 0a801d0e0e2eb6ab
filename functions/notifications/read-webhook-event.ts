import * as z from 'zod/mini';
import { type BusEvent, readBusEvent } from '../../contracts/events.ts';
import { type WebhookEventType, webhookEventTypes } from '../../contracts/webhooks.ts';

const typeSchema = z.object({ detail: z.object({ type: z.enum(webhookEventTypes) }) });

/**
 * Reads the body of a message that holds an event of any type that a webhook may ask for.
 * @throws ZodError for anything else
 */
export function readWebhookEvent(body: string): BusEvent<WebhookEventType> {
  return readBusEvent(typeSchema.parse(JSON.parse(body)).detail.type, body);
}
