import type { LastAttempt, WakeUp } from '../../contracts/webhooks.ts';
import type { Delivery } from './delivery.ts';
import type { Webhook } from './webhook.ts';

/** Where webhooks live. */
export interface WebhookStore {
  get(workspaceId: string, webhookId: string): Promise<Webhook | undefined>;
  /** Oldest first. */
  list(workspaceId: string): Promise<readonly Webhook[]>;
  add(webhook: Webhook): Promise<void>;
  /**
   * Changes it, however many others do at the same time.
   * @param change may be called several times
   * @returns it as it is now; undefined where there is none
   */
  change(workspaceId: string, webhookId: string, change: (webhook: Webhook) => Webhook): Promise<Webhook | undefined>;
  remove(workspaceId: string, webhookId: string): Promise<void>;
}

/** How a poll's opening stands at a webhook: not heard of, under way until its next attempt, or done with. */
export type Opening = 'unknown' | 'done' | { readonly dueAt: number };

/** Where the deliveries of a region live. */
export interface DeliveryStore {
  /** Adds it, once for its event and webhook; a repetition does nothing. */
  add(delivery: Delivery): Promise<void>;
  get(webhookId: string, deliveryId: string): Promise<Delivery | undefined>;
  /** Newest first. `after` is the last id of the page before. */
  list(given: {
    webhookId: string;
    after: string | undefined;
    limit: number;
  }): Promise<{ deliveries: readonly Delivery[]; more: boolean }>;
  /** The pending ones of this region that are due by then, the longest due first. */
  due(webhookId: string, now: number, limit: number): Promise<readonly Delivery[]>;
  /** When the next pending one of this region is due; undefined: there is none. */
  nextDue(webhookId: string): Promise<number | undefined>;
  /** Stores what has become of one, unless it has changed since. */
  change(before: Delivery, after: Delivery): Promise<void>;
  opening(webhookId: string, pollId: string): Promise<Opening>;
}

/** How an endpoint has done lately, and who looks after it: one function at a time in a region. */
export interface Lane {
  /** Failures in a row. */
  readonly streak: number;
  /** When the first of them was, milliseconds since 1970. */
  readonly failingSince?: number | undefined;
  /** Until when it is left alone. */
  readonly pausedUntil?: number | undefined;
  /** For when a wake-up is in the queue. */
  readonly wakeAt?: number | undefined;
}

export interface LaneStore {
  /**
   * Takes the lane for a while.
   * @param holder who takes it: the message that woke the function, so that its repetition takes over from a dead one
   * @returns undefined when somebody else has it, who is told to look again before giving it back
   */
  take(webhookId: string, holder: string, now: number): Promise<Lane | undefined>;
  /** Keeps it for as long again. @returns false when it is somebody else's by now */
  keep(webhookId: string, holder: string, now: number): Promise<boolean>;
  /** Gives it back. @returns false when somebody wanted it meanwhile: it is kept, and to be looked after again */
  release(webhookId: string, holder: string, lane: Lane): Promise<boolean>;
}

/** The queue that wakes who delivers. */
export interface WakeUps {
  /** @param delayMs how long it stays hidden; at most 15 minutes of it count */
  send(wakeUp: WakeUp, delayMs: number): Promise<void>;
}

/** What came of sending a message. */
export type Outcome = 'delivered' | 'failed' | 'gone';

export interface Sender {
  /** Never throws: what goes wrong is an outcome. */
  send(webhook: Webhook, delivery: Delivery, now: number): Promise<{ outcome: Outcome; attempt: LastAttempt }>;
}
