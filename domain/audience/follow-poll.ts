import type { Poll } from '../polls/poll.ts';
import { isActive, planOf } from './plan.ts';
import type { PlanStore, Timetable } from './ports.ts';

/** A call that is due is set this far ahead, as nobody promises what becomes of a time that is past. Milliseconds. */
const soonMs = 60_000;
/** How long after a first call that is late the second comes: a step-by-step deployment takes half of it. Milliseconds. */
const repeatMs = 10 * 60_000;

/**
 * Plans for a poll as it is now, in place of what was planned for it. Every call of the timetable does the same:
 * it makes ready what the plans that are active by then need. Repeating it after a failure at any line is safe.
 * @param poll undefined when it was deleted
 */
export async function followPoll(
  { plans, timetable }: { plans: PlanStore; timetable: Timetable },
  pollId: string,
  poll: Poll | undefined,
  now: number,
): Promise<void> {
  const wanted = poll && planOf(poll);
  const plan = wanted && wanted.releaseAt > now ? wanted : undefined;
  const before = await plans.get(pollId);
  if (!plan && !before) return;
  const { prepare, prepareAgain, release, adjust } = callsOf(pollId);
  if (plan) {
    const prepareAt = Math.max(plan.prepareAt, now + soonMs);
    await timetable.set(prepare, prepareAt);
    await timetable.set(prepareAgain, Math.max(plan.prepareAgainAt, prepareAt + repeatMs));
    await timetable.set(release, plan.releaseAt);
  } else {
    await timetable.cancel(prepare);
    await timetable.cancel(prepareAgain);
    await timetable.cancel(release);
  }
  // What was made ready for a poll that now comes later, or never, is given back.
  if (before && isActive(before, now) && !(plan && isActive(plan, now))) await timetable.set(adjust, now + soonMs);
  if (plan) await plans.put(plan);
  else await plans.remove(pollId);
}

/** The names of a poll's calls in the timetable. */
function callsOf(pollId: string) {
  return {
    prepare: `${pollId}-prepare`,
    prepareAgain: `${pollId}-prepare-again`,
    release: `${pollId}-release`,
    adjust: `${pollId}-adjust`,
  };
}
