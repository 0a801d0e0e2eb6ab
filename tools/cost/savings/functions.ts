import { liveFunctions } from '../../../contracts/functions.ts';
import { type Band, hoursAMonth, secondsAMonth } from '../month/demand.ts';
import { computePlan, warmTimeShare } from '../offers.ts';
import { bestCommitment, savedBy } from './commitment.ts';
import type { Context } from './context.ts';
import { gbSecondsOf, rightSize, type SizedFunction } from './memory.ts';
import { band, type Saving } from './saving.ts';

const lambdaPage = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html';

/** Each function with the memory that costs least. */
export function memorySaving({ functions, prices, assumed }: Context): Saving {
  const { usd, per, standing } = prices.lambdaGbSeconds;
  const sized = functions.flatMap((one) => {
    const size = rightSize(one, assumed.slower);
    return size === undefined || size.best.memoryMb === size.now.memoryMb ? [] : [{ ...size, one }];
  });
  const isSeen = sized.length > 0 && sized.every(({ one }) => one.isSeen);
  const list = sized.map(
    ({ one, now, best }) =>
      `${one.name} ${best.memoryMb} MB for ${now.memoryMb} (${now.ms.toFixed(1)} ms → ${best.ms.toFixed(1)})`,
  );
  return {
    id: 'memory',
    name: 'Lambda: memory by function',
    saved: band((share) =>
      sized.reduce((sum, { one, now, best }) => {
        const spared = gbSecondsOf(now) - gbSecondsOf(best);
        return sum + (one.calls[share] * spared * usd) / per;
      }, 0),
    ),
    risk: isSeen ? 'low' : 'medium',
    because: isSeen
      ? 'Seen on Lambda with this code; look again when it changes.'
      : 'Worked out from the laptop, where memory changes nothing: measure on Lambda first (npm run cost -- profile --help).',
    action: list.length === 0 ? 'Leave memorySize as it is.' : 'memorySize of each in lib/services/.',
    detail: list.length === 0 ? `none is cheaper within ${assumed.slower} × the time` : list.join('; '),
    source: lambdaPage,
    standing,
    group: 'memory',
  };
}

/** A commitment to spend on compute for a year. */
export function computePlanSaving({ demand, prices }: Context): Saving {
  const { usd, per } = prices.lambdaGbSeconds;
  const spend = (share: keyof Band) => {
    const mean = (((demand.units[share].lambdaGbSeconds ?? 0) / per) * usd) / hoursAMonth;
    return demand.week.map((times) => mean * times);
  };
  const plan = bestCommitment(spend('median'), computePlan.value);
  const committed = (1 - computePlan.value) * plan;
  return {
    id: 'compute-plan',
    name: 'Lambda: a Compute Savings Plan',
    saved: band((share) => savedBy(plan, spend(share), computePlan.value) * hoursAMonth),
    risk: 'low',
    because:
      'A year of spending as much an hour, whether votes come or not; it also serves EC2 and Fargate, and first.',
    action: `Commit to ${committed.toFixed(3)} US dollars an hour in Savings Plans (0.001 is the least).`,
    detail: `${(computePlan.value * 100).toFixed(0)} % off Lambda's time, not off its requests`,
    source: computePlan.source,
    standing: computePlan.standing,
    group: 'compute-plan',
  };
}

/** US dollars a month for one instance of each function of the hot path that is always warm. */
function warmSet({ warmGb, prices }: Context): number {
  return (warmGb * secondsAMonth * prices.warmGbSeconds.usd) / prices.warmGbSeconds.per;
}

const liveOnes = (functions: readonly SizedFunction[]) =>
  functions.filter(({ name }) => liveFunctions.some((live) => live === name));

/** Warm instances against cold starts, whichever the stage has. */
export function warmSaving(context: Context): Saving {
  const { stage, functions, prices, assumed } = context;
  const { usd, per } = prices.lambdaGbSeconds;
  const least = stage.warmInstances?.least ?? 0;
  const cold = (share: keyof Band) =>
    liveOnes(functions).reduce((sum, { calls, memoryMb, initMs }) => {
      const starts = calls[share] * assumed.coldShare;
      return sum + (starts * (memoryMb / 1_024) * (initMs / 1_000) * usd) / per;
    }, 0);
  const longest = Math.max(0, ...liveOnes(functions).map(({ initMs }) => initMs));
  const isWarm = least > 0;
  return {
    id: 'warm',
    name: isWarm ? `Lambda: without the ${least} warm instances` : 'Lambda: one warm instance of each live function',
    saved: band((share) => (isWarm ? least * warmSet(context) - cold(share) : cold(share) - warmSet(context))),
    risk: isWarm ? 'high' : 'low',
    because: isWarm
      ? `The first votes after a rest wait ${longest.toFixed(0)} ms and more for a cold start.`
      : 'None but the price: it is for whoever comes first after a rest.',
    action: `warmInstances.least: ${isWarm ? 0 : 1} of the stage.`,
    detail: `a set costs ${warmSet(context).toFixed(2)}; cold starts of ${(assumed.coldShare * 100).toFixed(1)} % of calls, billed since August 2025, ${cold('median').toFixed(2)}`,
    source: prices.warmGbSeconds.source,
    standing: prices.warmGbSeconds.standing,
    group: 'warm',
  };
}

/** Warm instances as a discount: where they work more than some share of the time, they cost less than others. */
export function busySaving(context: Context): Saving {
  const { functions, warmGb, demand, prices } = context;
  const { usd, per, source, standing } = prices.warmGbSeconds;
  const full = prices.lambdaGbSeconds.usd / prices.lambdaGbSeconds.per;
  const spared = full * (1 - warmTimeShare.value);
  const evens = usd / per / spared;
  const busy = (share: keyof Band) => {
    const gbSeconds = liveOnes(functions).reduce((sum, one) => {
      const now = one.points.find(({ memoryMb }) => memoryMb === one.memoryMb);
      return sum + (now ? one.calls[share] * gbSecondsOf(now) : 0);
    }, 0);
    // GB that work at once, on average over the hour.
    return demand.week.map((times) => (gbSeconds / secondsAMonth) * times);
  };
  const kept = Math.floor(bestCommitment(busy('median'), 1 - evens) / warmGb);
  return {
    id: 'busy-warm',
    name: 'Lambda: warm instances that never rest',
    saved: band((share) => savedBy(kept * warmGb, busy(share), 1 - evens) * spared * secondsAMonth),
    risk: 'medium',
    because: 'It only pays while they are busy all the time; a quiet week costs.',
    action: `warmInstances.least: ${kept} of the stage.`,
    detail: `worth it where an instance works ${(evens * 100).toFixed(0)} % of the time`,
    source,
    standing,
    group: 'warm',
  };
}
