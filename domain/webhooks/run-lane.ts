import type { MailOrder, WakeUp } from '../../contracts/webhooks.ts';
import { afterAttempt, afterRound, hasFailedTooLong, roundOf } from './attempt.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryStore, Lane, LaneStore, Outcome, Sender, WakeUps, WebhookStore } from './ports.ts';
import type { Random, RetryPlan } from './retry.ts';
import { disableWebhook, isEnabled, type Webhook } from './webhook.ts';

export interface LanePorts {
  readonly webhooks: Pick<WebhookStore, 'get' | 'change'>;
  readonly deliveries: Pick<DeliveryStore, 'due' | 'nextDue' | 'change' | 'opening'>;
  readonly lanes: LaneStore;
  readonly wakeUps: WakeUps;
  readonly sender: Sender;
  readonly mails: { send(order: MailOrder): Promise<void> };
  readonly now: () => number;
  readonly random: Random;
}

export interface LaneRun {
  readonly wakeUp: WakeUp;
  /** Names the message that woke this function. */
  readonly holder: string;
  readonly plan: RetryPlan;
  /** After this time no new round begins, milliseconds since 1970. */
  readonly stopAt: number;
}

/** Deliveries that are looked at in a round. */
const mostDue = 50;
/** SQS hides a message for at most 15 minutes; what is due later is hidden again by then. */
export const longestHopMs = 900_000;
/** A wake-up that is so late is taken for lost. */
const lostAfterMs = 600_000;
/** For how long a closing waits for an opening of which nothing is known, and how often it looks. */
const unheardMs = 900_000;
const unheardLookMs = 1_000;

/**
 * Looks after one webhook's deliveries until none is due or time is up. One function at a time does so in a region: a
 * slow endpoint keeps one busy and no more. Whoever finds the lane taken leaves it to the other, who looks again
 * before giving it back. While anything is pending there is a wake-up in the queue, or the message that this run
 * came with; so nothing is forgotten wherever it stops.
 */
export async function runLane(ports: LanePorts, run: LaneRun): Promise<void> {
  const { workspaceId, webhookId, wakeAt } = run.wakeUp;
  const taken = await ports.lanes.take(webhookId, run.holder, ports.now());
  if (!taken) return;
  // The wake-up that the lane waits for has come: it is this one.
  let lane: Lane = wakeAt !== undefined && wakeAt === taken.wakeAt ? { ...taken, wakeAt: undefined } : taken;
  for (;;) {
    const webhook = await ports.webhooks.get(workspaceId, webhookId);
    lane = webhook ? forgive(lane, webhook) : lane;
    const now = ports.now();
    if (webhook && isEnabled(webhook)) {
      const more = now < run.stopAt && now >= (lane.pausedUntil ?? 0);
      const after = more ? await round(ports, run, webhook, lane) : undefined;
      if (after === 'lost') return;
      if (after) {
        lane = after;
        continue;
      }
    } else if (await skip(ports, webhookId)) continue;
    lane = await planWakeUp(ports, run, lane);
    if (await ports.lanes.release(webhookId, run.holder, lane)) return;
    // A wake-up may have come and gone since.
    lane = { ...lane, wakeAt: undefined };
  }
}

/** A webhook that was changed or taken up again begins anew. */
function forgive(lane: Lane, { activeSince }: Webhook): Lane {
  return (lane.failingSince ?? 0) < Date.parse(activeSince) ? { streak: 0, wakeAt: lane.wakeAt } : lane;
}

/** @returns the lane after it; `lost` when somebody else has it by now; undefined when nothing was due */
async function round(
  ports: LanePorts,
  { holder, plan }: LaneRun,
  webhook: Webhook,
  lane: Lane,
): Promise<Lane | 'lost' | undefined> {
  const due = await ports.deliveries.due(webhook.id, ports.now(), mostDue);
  if (due.length === 0) return undefined;
  if (!(await ports.lanes.keep(webhook.id, holder, ports.now()))) return 'lost';
  const outcomes = await Promise.all(roundOf(due, lane).map((delivery) => attempt(ports, webhook, delivery, plan)));
  const now = ports.now();
  const known = outcomes.filter((outcome) => outcome !== undefined);
  const after = afterRound(lane, known, plan, now, ports.random);
  if (known.includes('gone')) await disable(ports, webhook, 'gone');
  else if (hasFailedTooLong(after, plan, now)) await disable(ports, webhook, 'failing');
  return after;
}

/** @returns undefined where it was put off */
async function attempt(
  { deliveries, sender, now, random }: LanePorts,
  webhook: Webhook,
  delivery: Delivery,
  plan: RetryPlan,
): Promise<Outcome | undefined> {
  const waitUntil = delivery.afterOpening ? await openingDone(deliveries, delivery, now()) : undefined;
  if (waitUntil !== undefined) {
    await deliveries.change(delivery, { ...delivery, dueAt: waitUntil });
    return undefined;
  }
  const sent = await sender.send(webhook, delivery, now());
  await deliveries.change(delivery, afterAttempt(delivery, sent, plan, now(), random));
  return sent.outcome;
}

/** @returns until when a closing waits for its poll's opening; undefined when it need not any more */
async function openingDone(
  deliveries: Pick<DeliveryStore, 'opening'>,
  { webhookId, pollId = '', createdAt }: Delivery,
  now: number,
): Promise<number | undefined> {
  const opening = await deliveries.opening(webhookId, pollId);
  if (opening === 'done') return undefined;
  if (opening === 'unknown') return now < createdAt + unheardMs ? now + unheardLookMs : undefined;
  return Math.max(now, opening.dueAt) + 1;
}

/** The order for the notice goes out before the deed: a failure in between orders it twice, and never not at all. */
async function disable({ webhooks, mails }: LanePorts, webhook: Webhook, because: 'failing' | 'gone'): Promise<void> {
  const { workspaceId, id: webhookId } = webhook;
  await mails.send({ v: 1, kind: 'webhook-disabled', workspaceId, webhookId });
  await webhooks.change(workspaceId, webhookId, (stored) => disableWebhook(stored, because, webhook.activeSince));
}

/** Nobody gets what is pending for a webhook that is disabled or gone. @returns whether there was any */
async function skip({ deliveries }: LanePorts, webhookId: string): Promise<boolean> {
  const pending = await deliveries.due(webhookId, Number.MAX_SAFE_INTEGER, mostDue);
  for (const delivery of pending) await deliveries.change(delivery, { ...delivery, state: 'skipped' });
  return pending.length > 0;
}

async function planWakeUp({ deliveries, wakeUps, now }: LanePorts, { wakeUp }: LaneRun, lane: Lane): Promise<Lane> {
  const nextDue = await deliveries.nextDue(wakeUp.webhookId);
  if (nextDue === undefined) return lane;
  const time = now();
  const wanted = Math.min(Math.max(time, nextDue, lane.pausedUntil ?? 0), time + longestHopMs);
  const isPlanned = lane.wakeAt !== undefined && lane.wakeAt <= wanted && lane.wakeAt > time - lostAfterMs;
  if (isPlanned) return lane;
  await wakeUps.send({ ...wakeUp, wakeAt: wanted }, wanted - time);
  return { ...lane, wakeAt: wanted };
}
