import type { View } from '../../contracts/insight-job.ts';
import type { InsightLeases, InsightQueue, InsightStore, Made, TallyState } from './ports.ts';

/** How old an outcome may be before it is computed anew, in milliseconds. */
const leastAge = 5_000;
/** A view that takes long to compute is computed for a tenth of the time at most. */
const restPerWork = 10;

/** Whether an outcome is to be computed, or computed anew. */
export function isDue({ made, tally, now }: { made: Made | undefined; tally: TallyState; now: number }): boolean {
  if (made === undefined) return true;
  // What has expired can't be read again, so the last outcome that had it is the best that there will ever be.
  if (tally.expired || tally.updatedAt === made.basis) return false;
  return now - made.asOf >= Math.max(leastAge, restPerWork * made.took);
}

export interface RefreshPorts {
  readonly store: InsightStore;
  readonly leases: Pick<InsightLeases, 'ask' | 'withdraw'>;
  readonly queue: InsightQueue;
}

/**
 * What was computed last, at once; where that is old and the poll has moved on, a worker is asked for more.
 * @returns without `stored` where nothing was ever computed
 */
export async function readView(
  { store, leases, queue }: RefreshPorts,
  { pollId, view, now }: { pollId: string; view: View; now: number },
): Promise<{ stored: Awaited<ReturnType<InsightStore['find']>>; refreshing: boolean }> {
  const [stored, tally] = await Promise.all([store.find(pollId, view), store.tally(pollId)]);
  const refreshing = isDue({ made: stored?.made, tally, now });
  const job = { pollId, view, askedAt: now };
  if (refreshing && (await leases.ask(job))) {
    try {
      await queue.send(job);
    } catch (error) {
      await leases.withdraw(job);
      throw error;
    }
  }
  return { stored, refreshing };
}
