import { type Bounds, type Demand, demandOf } from './demand.ts';
import { activeAudience } from './plan.ts';
import type { Capacity, PlanStore } from './ports.ts';

/**
 * Makes ready what the plans that are active now need, and gives back what none needs any more. So the end of one
 * poll takes nothing from another, and calls may be late, repeated or in any order.
 */
export async function prepare(
  { plans, capacity }: { plans: PlanStore; capacity: Capacity },
  bounds: Bounds,
  now: number,
): Promise<Demand> {
  const demand = demandOf(activeAudience(await plans.all(), now), bounds);
  if (bounds.mostInstances > 0) await capacity.keepWarm(demand.instances);
  if (demand.writesPerSecond > 0) await capacity.readyFor(demand.writesPerSecond);
  return demand;
}
