import { webhookDelivery } from '../../contracts/webhooks.ts';
import type { Delivery } from './delivery.ts';
import type { Lane, Outcome, Sender } from './ports.ts';
import { nextAttempt, pauseOf, type Random, type RetryPlan } from './retry.ts';

type Attempted = Awaited<ReturnType<Sender['send']>>;

/** The delivery after an attempt: done with, due again, or given up. */
export function afterAttempt(
  delivery: Delivery,
  { outcome, attempt }: Attempted,
  plan: RetryPlan,
  now: number,
  random: Random,
): Delivery {
  const tried = { ...delivery, attempts: delivery.attempts + 1, lastAttempt: attempt };
  if (outcome === 'delivered') return { ...tried, state: 'delivered' };
  const dueAt = nextAttempt(plan, { failures: tried.attempts, since: delivery.since, now }, random);
  return dueAt === undefined ? { ...tried, state: 'failed' } : { ...tried, dueAt };
}

/** The lane after a round of attempts: a success forgets all failures. */
export function afterRound(
  lane: Lane,
  outcomes: readonly Outcome[],
  plan: RetryPlan,
  now: number,
  random: Random,
): Lane {
  if (outcomes.length === 0) return lane;
  if (outcomes.includes('delivered')) return { streak: 0, wakeAt: lane.wakeAt };
  const streak = lane.streak + outcomes.length;
  const pause = pauseOf(plan, streak, random);
  return {
    ...lane,
    streak,
    failingSince: lane.failingSince ?? now,
    pausedUntil: pause === 0 ? undefined : now + pause,
  };
}

/** Whether an endpoint has failed for so long, and so often, that nobody should wait for it any more. */
export function hasFailedTooLong(lane: Lane, plan: RetryPlan, now: number): boolean {
  return (
    lane.streak >= webhookDelivery.streak && lane.failingSince !== undefined && now - lane.failingSince >= plan.totalMs
  );
}

/**
 * What is tried at once: one delivery of each poll, so that a poll's events go out in the order in which they are due;
 * a single one where the endpoint fails, to see whether it still does.
 */
export function roundOf(due: readonly Delivery[], lane: Lane): readonly Delivery[] {
  const polls = new Set<string>();
  const first = due.filter(({ pollId, id }) => {
    const subject = pollId ?? id;
    return !polls.has(subject) && polls.add(subject);
  });
  return first.slice(0, lane.streak > 0 ? 1 : webhookDelivery.atOnce);
}
