import { type Bounds, type Demand, demandOf } from './demand.ts';
import { activeAudience } from './plan.ts';
import type { Capacity, PlanStore } from './ports.ts';

/**
 * Makes ready what the plans that are active now need, and gives back what none needs any more. So the end of one
 * poll takes nothing from another, and calls may be late, repeated or in any order.
 * @throws if instances can't be warmed; the rest is ready then
 */
export async function prepare(
  { plans, capacity }: { plans: PlanStore; capacity: Capacity },
  bounds: Bounds,
  now: number,
): Promise<Demand> {
  const demand = demandOf(activeAudience(await plans.all(), now), bounds);
  if (bounds.mostInstances > 0) await capacity.keepWarm(demand.instances);
  if (demand.writesPerSecond > 0) await capacity.readyFor(demand.writesPerSecond);
  // Nobody waits for what can't be given back: it costs, and a next call takes it.
  if (demand.instances > bounds.leastInstances) await capacity.checkWarm();
  return demand;
}
