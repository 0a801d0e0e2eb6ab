import type { WakeUp } from '../../contracts/webhooks.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import type { DeliveryStore, Lane, LaneStore, WakeUps, WebhookStore } from '../../domain/webhooks/ports.ts';
import type { Webhook } from '../../domain/webhooks/webhook.ts';

/** Called before and after each effect: may let others go first, or throw as a process that dies. */
export type Disturb = () => Promise<void>;

/** A message of the queue of wake-ups, with the id that it keeps when it comes again. */
export interface FakeMessage {
  readonly id: string;
  readonly wakeUp: WakeUp;
  visibleAt: number;
}

/** A lane is taken for so long, as in the table. */
const leaseMs = 30_000;

/** Fakes of the tables and the queue, in memory, with the conditions that the real ones have. */
export class FakeNotifications {
  now: number;
  readonly messages: FakeMessage[] = [];
  readonly deliveries = new Map<string, Delivery>();
  webhook: Webhook;
  #lane: Lane & { holder?: string; heldUntil?: number; again?: boolean } = { streak: 0 };
  #sent = 0;
  readonly #disturb: Disturb;

  constructor(webhook: Webhook, now: number, disturb: Disturb) {
    this.webhook = webhook;
    this.now = now;
    this.#disturb = disturb;
  }

  /** An effect that happens at once, or not at all. */
  async #effect<T>(effect: () => T): Promise<T> {
    await this.#disturb();
    const result = effect();
    await this.#disturb();
    return result;
  }

  readonly webhooks: Pick<WebhookStore, 'get' | 'list' | 'change'> = {
    get: () => this.#effect(() => this.webhook),
    list: () => this.#effect(() => [this.webhook]),
    change: (_workspaceId, _webhookId, change) =>
      this.#effect(() => {
        this.webhook = change(this.webhook);
        return this.webhook;
      }),
  };

  #pending(): Delivery[] {
    return [...this.deliveries.values()]
      .filter(({ state }) => state === 'pending')
      .sort((one, other) => one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1));
  }

  readonly store: Pick<DeliveryStore, 'add' | 'due' | 'nextDue' | 'change' | 'opening'> = {
    add: (delivery) =>
      this.#effect(() => {
        if (!this.deliveries.has(delivery.id)) this.deliveries.set(delivery.id, delivery);
      }),
    due: (_webhookId, now, limit) =>
      this.#effect(() =>
        this.#pending()
          .filter(({ dueAt }) => dueAt <= now)
          .slice(0, limit),
      ),
    nextDue: () => this.#effect(() => this.#pending()[0]?.dueAt),
    change: (before, after) =>
      this.#effect(() => {
        // Each is replaced as a whole, so the same object is the same state.
        if (this.deliveries.get(before.id) === before) this.deliveries.set(after.id, after);
      }),
    opening: (_webhookId, pollId) =>
      this.#effect(() => {
        const opening = [...this.deliveries.values()].find(
          (one) => one.pollId === pollId && one.type === 'poll.opened',
        );
        if (!opening) return 'unknown';
        return opening.state === 'pending' ? { dueAt: opening.dueAt } : 'done';
      }),
  };

  readonly lanes: LaneStore = {
    take: (_webhookId, holder, now) =>
      this.#effect(() => {
        const isFree = this.#lane.holder === undefined || (this.#lane.heldUntil ?? 0) < now;
        if (isFree || this.#lane.holder === holder) {
          this.#lane = { ...this.#lane, holder, heldUntil: now + leaseMs, again: false };
          return this.#lane;
        }
        this.#lane = { ...this.#lane, again: true, wakeAt: undefined };
        return undefined;
      }),
    keep: (_webhookId, holder, now) =>
      this.#effect(() => {
        if (this.#lane.holder !== holder) return false;
        this.#lane = { ...this.#lane, heldUntil: now + leaseMs };
        return true;
      }),
    release: (_webhookId, holder, lane) =>
      this.#effect(() => {
        if (this.#lane.holder !== holder) return true;
        if (this.#lane.again) {
          this.#lane = { ...this.#lane, again: false };
          return false;
        }
        const { streak, failingSince, pausedUntil, wakeAt } = lane;
        this.#lane = { streak, failingSince, pausedUntil, wakeAt };
        return true;
      }),
  };

  readonly wakeUps: WakeUps = {
    send: (wakeUp, delayMs) =>
      this.#effect(() => {
        this.#sent += 1;
        const seconds = Math.min(900, Math.ceil(delayMs / 1_000));
        this.messages.push({ id: `m${this.#sent}`, wakeUp, visibleAt: this.now + seconds * 1_000 });
      }),
  };
}
