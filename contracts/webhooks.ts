import * as z from 'zod/mini';
import type { EventType } from './events.ts';
import { limits } from './limits.ts';
import { lineOf } from './text.ts';

/** What of the bus's events a webhook may ask for. */
export const webhookEventTypes = [
  'poll.opened',
  'poll.closed',
  'results.milestone',
  'responses.batch',
  'export.ready',
] as const satisfies readonly EventType[];
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** The type of what `POST /webhooks/{webhookId}/test` sends; nobody asks for it. */
export const testEventType = 'webhook.test';

const url = z.string().check(z.minLength(1), z.maxLength(limits.webhookUrlLength));
const events = z.array(z.enum(webhookEventTypes)).check(
  z.minLength(1),
  z.refine((types) => new Set(types).size === types.length, 'must not name a type twice'),
);
const description = lineOf(0, limits.labelLength);

/** Body of `POST /webhooks`. */
export const newWebhookSchema = z.strictObject({ url, events, description: z.optional(description) });
export type NewWebhook = z.output<typeof newWebhookSchema>;

/** Body of `PATCH /webhooks/{webhookId}`: what is named changes. `enabled: true` takes up a disabled one again. */
export const webhookPatchSchema = z.partial(
  z.strictObject({ url, events, description: z.nullable(description), enabled: z.boolean() }),
);
export type WebhookPatch = z.output<typeof webhookPatchSchema>;

/** A webhook as its workspace sees it. `GET /webhooks` answers `{ webhooks: WebhookView[] }`. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEventType[];
  readonly description?: string;
  readonly enabled: boolean;
  /** Why it was disabled: by the workspace, as it failed for too long, or as the endpoint answered 410. */
  readonly disabledBecause?: 'workspace' | 'failing' | 'gone';
  readonly createdAt: string;
  /** Until when messages are signed with the secret before this one, too. */
  readonly oldSecretUntil?: string;
}

/** Body of the answers of `POST /webhooks` and `…/rotate`: the only time that a secret is shown. */
export interface WebhookWithSecret extends WebhookView {
  /** `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: string;
}

/**
 * `pending`: to be tried, or tried again. `delivered`: answered with 2xx. `failed`: tried for a day in vain.
 * `skipped`: its webhook was disabled. All but pending ones can be replayed.
 */
export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'skipped';

/** One event for one webhook. `GET /webhooks/{webhookId}/deliveries` answers `{ deliveries, cursor? }`, newest first. */
export interface DeliveryView {
  readonly id: string;
  /** The header `webhook-id` and the `id` of the body: the same at every attempt. */
  readonly eventId: string;
  readonly type: WebhookEventType | typeof testEventType;
  readonly pollId?: string;
  readonly state: DeliveryState;
  readonly createdAt: string;
  readonly attempts: number;
  /** Of a pending one. */
  readonly nextAttemptAt?: string;
  readonly lastAttempt?: LastAttempt;
}

export interface LastAttempt {
  readonly at: string;
  /** The HTTP status, if there was an answer. */
  readonly status?: number;
  /** Why there was none: a refused address, a timeout, no connection. */
  readonly error?: string;
  /** How the answer began. */
  readonly excerpt?: string;
}

/**
 * What receivers get as JSON: a CloudEvent 1.0 with its sequence extension
 * (https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sequence.md).
 */
export interface WebhookBody {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** The poll's id. */
  readonly subject?: string;
  readonly time: string;
  /** Orders the events of one subject: compare as text. */
  readonly sequence: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/** How Standard Webhooks names the headers of a message. */
export const webhookHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

/** The numbers of delivering, which documentation and tests quote. */
export const webhookDelivery = {
  /** An endpoint's time to answer, from the look-up of its name to its status. */
  timeoutMs: 10_000,
  /** For how long messages are signed with the secret before, too. */
  oldSecretMs: 24 * 3_600_000,
  /** Failures in a row, beside the time, until a webhook is disabled. */
  streak: 10,
  /** Requests to one endpoint at once, of different polls. */
  atOnce: 5,
  /** For how long a delivery is listed and can be replayed. */
  keptDays: 30,
} as const;

/** Message of the wake-up queue: somebody should look after a webhook's deliveries. */
export const wakeUpSchema = z.object({
  v: z.literal(1),
  workspaceId: z.string(),
  webhookId: z.string(),
  /** The time that it was sent for, milliseconds since 1970; absent for new deliveries. */
  wakeAt: z.optional(z.number()),
});
export type WakeUp = z.output<typeof wakeUpSchema>;

/** Message of the mail queue. */
export const mailOrderSchema = z.discriminatedUnion('kind', [
  z.object({ v: z.literal(1), kind: z.literal('poll-closed'), workspaceId: z.string(), pollId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal('webhook-disabled'), workspaceId: z.string(), webhookId: z.string() }),
  z.object({
    v: z.literal(1),
    kind: z.literal('invitation'),
    workspaceId: z.string(),
    invitationId: z.string(),
    token: z.string(),
  }),
]);
export type MailOrder = z.output<typeof mailOrderSchema>;

/** Body of `PATCH /workspace`: who gets mail; `null` for nobody. */
export const workspacePatchSchema = z.strictObject({
  contactEmail: z.nullable(z.email().check(z.maxLength(limits.emailLength))),
});

/** Body of `GET /workspace`. */
export interface WorkspaceView {
  readonly contactEmail?: string;
}

/** Value of `LOCAL_TARGETS` where `http://localhost` is a fine target: a laptop. Anything else refuses it. */
export const localTargetsAllowed = 'allowed';
/** Value of `MAIL_FROM` of a stage that sends no mail. */
export const noMail = 'none';
