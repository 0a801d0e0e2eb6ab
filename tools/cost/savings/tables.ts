import { amountOf } from '../bill.ts';
import { type Band, hoursAMonth, secondsAMonth } from '../month/demand.ts';
import { databasePlan, infrequentAccess, provisionedHours, reserved } from '../offers.ts';
import { bestCommitment, savedBy } from './commitment.ts';
import type { Context } from './context.ts';
import { band, type Saving } from './saving.ts';

/** Auto scaling keeps the use of capacity at this share (its default). */
export const targetUse = 0.7;

/** Units of capacity in each hour of the week. The least is one. */
export function capacityOf(unitsAMonth: number, { demand, assumed }: Pick<Context, 'demand' | 'assumed'>): number[] {
  const mean = unitsAMonth / secondsAMonth;
  return demand.week.map((times) => Math.max(1, Math.ceil((mean * times * assumed.surge) / targetUse)));
}

const average = (hours: readonly number[]) => hours.reduce((sum, hour) => sum + hour, 0) / hours.length;

/** Ways to pay for what tables read and write. */
export function capacitySavings(context: Context): Saving[] {
  const { demand, prices, region, stage } = context;
  const hour = provisionedHours[region];
  const units = (share: keyof Band) => demand.units[share];
  const writes = (share: keyof Band) => (units(share).writeUnits ?? 0) + (units(share).replicatedWriteUnits ?? 0);
  const reads = (share: keyof Band) => units(share).readUnits ?? 0;
  const onDemand = (share: keyof Band) => {
    const { writeUnits = 0, replicatedWriteUnits = 0, readUnits = 0 } = units(share);
    const own = amountOf(writeUnits, prices.writeUnits) + amountOf(replicatedWriteUnits, prices.replicatedWriteUnits);
    return own + amountOf(readUnits, prices.readUnits);
  };
  const provisioned = (share: keyof Band) =>
    hoursAMonth *
    (average(capacityOf(writes(share), context)) * hour.write.value +
      average(capacityOf(reads(share), context)) * hour.read.value);
  const own = (share: keyof Band) => capacityOf(units(share).writeUnits ?? 0, context);
  // What is committed to is chosen by the median; a block is the least that can be reserved.
  const blocks = (discount: number) =>
    Math.max(reserved.blockUnits, bestCommitment(own('median'), discount, reserved.blockUnits));
  const withReserved = (discount: number) =>
    band((share) => {
      const spared = savedBy(blocks(discount), own(share), discount) * hour.write.value * hoursAMonth;
      return onDemand(share) - provisioned(share) + spared;
    });
  const spend = (share: keyof Band) => demand.week.map((times) => (onDemand(share) / hoursAMonth) * times);
  const plan = bestCommitment(spend('median'), databasePlan.value);
  const use = writes('median') / secondsAMonth / average(capacityOf(writes('median'), context));
  const evens = hour.write.value / 3_600 / (prices.writeUnits.usd / prices.writeUnits.per);
  const throttled =
    'A show that was not announced outruns the scaling, which takes minutes: writes are refused, votes wait in the queue, and results get older.';
  const setting = 'Billing.provisioned in lib/constructs/data-table.ts, for Responses and Tallies; announce audiences.';
  const reservedRow = (id: string, name: string, { value, source, standing }: typeof reserved.oneYear): Saving => ({
    id,
    name,
    saved: withReserved(value),
    risk: 'high',
    because: `${throttled} What is reserved is paid whether votes come or not.`,
    action: `${setting} Then reserve ${blocks(value)} write units.`,
    detail: `${blocks(value)} reserved of ${average(capacityOf(writes('median'), context)).toFixed(0)} write units on average at ${((1 - value) * 100).toFixed(0)} % of their price${stage.regions.length > 1 ? '; replicated writes cannot be reserved' : ''}`,
    source,
    standing,
    group: 'capacity',
  });
  return [
    {
      id: 'provisioned',
      name: 'DynamoDB: provisioned capacity that scales',
      saved: band((share) => onDemand(share) - provisioned(share)),
      risk: 'medium',
      because: throttled,
      action: setting,
      detail: `writes use ${(use * 100).toFixed(0)} % of the capacity that holds them; from ${(evens * 100).toFixed(0)} % on it is cheaper than on demand`,
      source: hour.write.source,
      standing: hour.write.standing,
      group: 'capacity',
    },
    reservedRow('reserved-1', 'DynamoDB: provisioned, a year reserved', reserved.oneYear),
    reservedRow('reserved-3', 'DynamoDB: provisioned, three years reserved', reserved.threeYears),
    {
      id: 'database-plan',
      name: 'DynamoDB: on demand with a Database Savings Plan',
      saved: band((share) => savedBy(plan, spend(share), databasePlan.value) * hoursAMonth),
      risk: 'low',
      because: 'A year of spending as much an hour, whether votes come or not; it also serves other databases.',
      action: `Commit to ${((1 - databasePlan.value) * plan).toFixed(3)} US dollars an hour in Savings Plans.`,
      detail: `${(databasePlan.value * 100).toFixed(0)} % off ${plan.toFixed(3)} US dollars an hour of on-demand requests`,
      source: databasePlan.source,
      standing: databasePlan.standing,
      group: 'capacity',
    },
  ];
}

/** Standard-IA: storage for less, requests for more. Nearly all of both are the Responses table's. */
export function tableClassSaving({ demand, prices }: Context): Saving {
  const { writes, reads, storage } = infrequentAccess;
  const cost = (share: keyof Band) => {
    const { writeUnits = 0, replicatedWriteUnits = 0, readUnits = 0, tableGbMonths = 0 } = demand.units[share];
    return {
      stored: amountOf(tableGbMonths, prices.tableGbMonths),
      written: amountOf(writeUnits, prices.writeUnits) + amountOf(replicatedWriteUnits, prices.replicatedWriteUnits),
      read: amountOf(readUnits, prices.readUnits),
    };
  };
  const saved = (share: keyof Band) => {
    const { stored, written, read } = cost(share);
    return stored * (1 - storage.value) - written * (writes.value - 1) - read * (reads.value - 1);
  };
  const { stored, written } = cost('median');
  return {
    id: 'infrequent-access',
    name: 'DynamoDB: Standard-IA for Responses',
    saved: band(saved),
    risk: 'low',
    because: 'Nothing gets slower; a table may change its class twice in thirty days.',
    action: 'tableClass in lib/constructs/data-table.ts, for Responses.',
    detail: `${stored.toFixed(2)} stored, ${written.toFixed(2)} written: worth it from about ${((writes.value - 1) / (1 - storage.value)).toFixed(2)} stored for each dollar written`,
    source: storage.source,
    standing: storage.standing,
    group: 'table-class',
  };
}
