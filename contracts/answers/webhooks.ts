import * as z from 'zod/mini';
import {
  type DeliveryView,
  testEventType,
  type WebhookView,
  type WebhookWithSecret,
  type WorkspaceView,
  webhookEventTypes,
} from '../webhooks.ts';
import { describes } from './describes.ts';
import { count, instant } from './shapes.ts';

export const webhookView = describes<WebhookView>()(
  z.strictObject({
    id: z.string(),
    url: z.string(),
    events: z.array(z.enum(webhookEventTypes)),
    description: z.optional(z.string()),
    enabled: z.boolean(),
    disabledBecause: z.optional(z.enum(['workspace', 'failing', 'gone'])),
    createdAt: instant,
    oldSecretUntil: z.optional(instant),
  }),
);

export const webhookWithSecret = describes<WebhookWithSecret>()(z.extend(webhookView, { secret: z.string() }));

export const webhookList = z.strictObject({ webhooks: z.array(webhookView) });

export const deliveryView = describes<DeliveryView>()(
  z.strictObject({
    id: z.string(),
    eventId: z.string(),
    type: z.enum([...webhookEventTypes, testEventType]),
    pollId: z.optional(z.string()),
    state: z.enum(['pending', 'delivered', 'failed', 'skipped']),
    createdAt: instant,
    attempts: count,
    nextAttemptAt: z.optional(instant),
    lastAttempt: z.optional(
      z.strictObject({
        at: instant,
        status: z.optional(z.int()),
        error: z.optional(z.string()),
        excerpt: z.optional(z.string()),
      }),
    ),
  }),
);

export const deliveryList = z.strictObject({ deliveries: z.array(deliveryView), cursor: z.optional(z.string()) });

export const workspaceView = describes<WorkspaceView>()(z.strictObject({ contactEmail: z.optional(z.string()) }));
