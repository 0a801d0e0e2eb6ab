import { type Poll, votingTime } from '../polls/poll.ts';

/** For a smaller audience nothing is prepared: what a table and Lambda take at once from rest is enough. */
const leastAudience = 10_000;

const minuteMs = 60_000;
/**
 * How long before the opening the preparation begins. Provisioned concurrency takes a few minutes; a table's warm
 * throughput takes as long as its size and the step ask for, and no figure is documented.
 */
const leadMs = 30 * minuteMs;
/**
 * How long before the opening it is repeated: a deployment that shifts calls step by step, for five minutes, keeps
 * instances from getting warm. Late enough for one that spoilt the first call, early enough for the retries.
 */
const repeatLeadMs = 10 * minuteMs;
/** How long after its opening a poll is busy at most; what is used later is kept warm by target tracking. */
const busyMs = 120 * minuteMs;
/** How long after the end votes and looks at the results still come. */
const afterMs = 5 * minuteMs;

/** For which time the backend is warm for a poll's audience; in milliseconds since 1970. */
export interface AudiencePlan {
  readonly pollId: string;
  readonly audience: number;
  readonly prepareAt: number;
  readonly prepareAgainAt: number;
  readonly releaseAt: number;
}

/** The plan for a poll that has an opening and announces a big audience. */
export function planOf(
  poll: Pick<Poll, 'id' | 'audience'> & Parameters<typeof votingTime>[0],
): AudiencePlan | undefined {
  const { id: pollId, audience = 0 } = poll;
  const { start, end = Number.POSITIVE_INFINITY } = votingTime(poll);
  if (audience < leastAudience || start === undefined || end <= start) return undefined;
  return {
    pollId,
    audience,
    prepareAt: start - leadMs,
    prepareAgainAt: start - repeatLeadMs,
    releaseAt: Math.min(end, start + busyMs) + afterMs,
  };
}

export function isActive(plan: AudiencePlan, now: number): boolean {
  return plan.prepareAt <= now && now < plan.releaseAt;
}

/** Voters for whom the backend must be warm: of all plans together, as polls may open in the same second. */
export function activeAudience(plans: readonly AudiencePlan[], now: number): number {
  return plans.filter((plan) => isActive(plan, now)).reduce((sum, { audience }) => sum + audience, 0);
}
