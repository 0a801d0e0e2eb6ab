import { Webhook as Signer } from 'standardwebhooks';
import { type LastAttempt, webhookDelivery, webhookHeaders } from '../contracts/webhooks.ts';
import { readTraceParent } from '../domain/tracing/trace-parent.ts';
import type { Delivery } from '../domain/webhooks/delivery.ts';
import type { Outcome, Sender } from '../domain/webhooks/ports.ts';
import { signingSecrets, type Webhook } from '../domain/webhooks/webhook.ts';
import { type Resolve, resolveBySystem } from './guarded-request.ts';
import { type Posted, postMessage } from './post-message.ts';
import { failSpan, inSpan } from './spans.ts';
import { currentTrace, traceOfEvent } from './trace-context.ts';
import type { TargetRules } from './webhook-target.ts';

/** Sends messages over HTTP, signed by the scheme of Standard Webhooks (https://www.standardwebhooks.com). */
export class WebhookSender implements Sender {
  readonly #rules: TargetRules;
  readonly #resolve: Resolve;

  /** @param resolve how names are looked up @default as the system does */
  constructor(rules: TargetRules, resolve: Resolve = resolveBySystem) {
    this.#rules = rules;
    this.#resolve = resolve;
  }

  async send(webhook: Webhook, delivery: Delivery, now: number): Promise<{ outcome: Outcome; attempt: LastAttempt }> {
    // Of several deliveries to one endpoint, each goes on with its own trace.
    const parent = readTraceParent(delivery.traceparent);
    const work = { name: 'POST webhook', kind: 'CLIENT', parent, causes: [currentTrace()] } as const;
    const posted = await inSpan(work, async (span) => {
      const outcome = await postMessage({
        url: webhook.url,
        headers: { ...headersOf(webhook, delivery, now), ...traceOfEvent() },
        body: delivery.body,
        rules: this.#rules,
        timeoutMs: webhookDelivery.timeoutMs,
        resolve: this.#resolve,
      });
      if ('status' in outcome) span.setAttribute('http.response.status_code', outcome.status);
      if (outcomeOf(outcome) === 'failed') failSpan(span, new Error('status' in outcome ? 'status' : outcome.error));
      return outcome;
    });
    return { outcome: outcomeOf(posted), attempt: attemptOf(posted, now) };
  }
}

function headersOf(webhook: Webhook, { eventId, body }: Delivery, now: number): Record<string, string> {
  const time = new Date(now);
  const signatures = signingSecrets(webhook, now).map((secret) => new Signer(secret).sign(eventId, time, body));
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'Groundswell',
    [webhookHeaders.id]: eventId,
    [webhookHeaders.timestamp]: String(Math.floor(now / 1_000)),
    [webhookHeaders.signature]: signatures.join(' '),
  };
}

/** 410 is how an endpoint says that it wants no more messages. */
function outcomeOf(posted: Posted): Outcome {
  if (!('status' in posted)) return 'failed';
  if (posted.status === 410) return 'gone';
  return posted.status >= 200 && posted.status < 300 ? 'delivered' : 'failed';
}

function attemptOf(posted: Posted, now: number): LastAttempt {
  const at = new Date(now).toISOString();
  if (!('status' in posted)) return { at, error: `${posted.error}: ${posted.detail}` };
  return { at, status: posted.status, ...(posted.excerpt === '' ? {} : { excerpt: posted.excerpt }) };
}
