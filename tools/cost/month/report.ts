import { liveFunctions } from '../../../contracts/functions.ts';
import type { StageConfiguration } from '../../../lib/configuration/stage.ts';
import { billOf, sumOf } from '../bill.ts';
import type { FixedLine } from '../fixed.ts';
import { perVote } from '../monthly.ts';
import { type PricedRegion, pricesReadOn, priceTables, type Standing } from '../prices.ts';
import { allSavings } from '../savings/all.ts';
import type { Assumed } from '../savings/context.ts';
import { type MemoryPoint, type SizedFunction, workedOut } from '../savings/memory.ts';
import { band, ranked, type Saving, together } from '../savings/saving.ts';
import { type ServiceName, services, type UnitName, unitNames } from '../units.ts';
import { suggestedBudget } from './budget.ts';
import { type Band, type Demand, secondsAMonth } from './demand.ts';
import type { Figures } from './figures.ts';

export interface UnitLine {
  readonly unit: UnitName;
  readonly quantity: Band;
  /** US dollars. */
  readonly amount: Band;
  readonly source: string;
  readonly standing: Standing;
}

export interface ServiceLine {
  readonly service: ServiceName;
  readonly amount: Band;
  readonly units: readonly UnitLine[];
}

export interface MonthReport {
  readonly stage: string;
  readonly region: PricedRegion;
  readonly pricesReadOn: string;
  readonly source: string;
  readonly isWeekSeen: boolean;
  readonly votes: Band;
  /** The dearest first. US dollars a month. */
  readonly services: readonly ServiceLine[];
  readonly fixed: readonly FixedLine[];
  readonly total: Band;
  readonly worth: readonly Saving[];
  readonly not: readonly Saving[];
  readonly together: Band;
  readonly budget: { readonly now: number; readonly suggested: number };
}

export interface Asked {
  readonly stage: StageConfiguration;
  readonly region: PricedRegion;
  readonly demand: Demand;
  readonly fixed: readonly FixedLine[];
  readonly figures: Figures;
  /** What was seen on Lambda, by function. @default nothing: worked out from the figures */
  readonly seen: ReadonlyMap<string, readonly MemoryPoint[]>;
  readonly assumed: Assumed;
}

/** Prices a month, and looks for what would make it cheaper. */
export function monthReport({ stage, region, demand, fixed, figures, seen, assumed }: Asked): MonthReport {
  const prices = priceTables[region];
  const warmGb = warmMemoryMb(figures) / 1_024;
  const warm = warmLines(stage, warmGb);
  const units = {
    median: { ...demand.units.median, ...warm },
    p90: { ...demand.units.p90, ...warm },
  };
  const bills = { median: billOf(units.median, prices), p90: billOf(units.p90, prices) };
  const lines = unitNames.flatMap((unit): (UnitLine & { service: ServiceName })[] => {
    const of = (share: keyof Band) => bills[share].find((line) => line.unit === unit);
    if (!of('median') && !of('p90')) return [];
    const { source, standing } = prices[unit];
    return [
      {
        unit,
        service: services[unit],
        quantity: band((share) => of(share)?.quantity ?? 0),
        amount: band((share) => of(share)?.amount ?? 0),
        source,
        standing,
      },
    ];
  });
  const there = fixed.reduce((sum, { count, usdEach }) => sum + count * usdEach, 0);
  const total = band((share) => sumOf(bills[share]) + there);
  const functions = sizedFunctions(figures, demand.votes, seen);
  const context = { stage, region, prices, demand: { ...demand, units }, fixed, functions, warmGb, assumed };
  const savings = allSavings(context);
  return {
    stage: stage.stage,
    region,
    pricesReadOn,
    source: demand.source,
    isWeekSeen: demand.isWeekSeen,
    votes: demand.votes,
    services: [...Map.groupBy(lines, ({ service }) => service)]
      .map(([service, own]) => ({
        service,
        amount: band((share) => own.reduce((sum, { amount }) => sum + amount[share], 0)),
        units: own.map(({ service: _, ...line }) => line),
      }))
      .toSorted((a, b) => b.amount.median - a.amount.median),
    fixed,
    total,
    ...ranked(savings),
    together: together(savings),
    budget: { now: stage.monthlyBudget, suggested: suggestedBudget(total.p90) },
  };
}

/** Warm instances are there all month. */
function warmLines({ warmInstances, regions }: StageConfiguration, warmGb: number): { warmGbSeconds?: number } {
  const least = warmInstances?.least ?? 0;
  return least === 0 ? {} : { warmGbSeconds: least * warmGb * secondsAMonth * regions.length };
}

/** Of the functions that have warm instances; one that the figures don't know has as much as most have. */
function warmMemoryMb({ functions }: Figures): number {
  const usualMb = 512;
  return liveFunctions.reduce(
    (sum, live) => sum + (functions.find(({ name }) => name === live)?.memoryMb ?? usualMb),
    0,
  );
}

/** Each function with its calls in a month and its times; one that works for several loads is one. */
export function sizedFunctions(
  { functions, missRate }: Figures,
  votes: Band,
  seen: ReadonlyMap<string, readonly MemoryPoint[]>,
): SizedFunction[] {
  const millions = { votes: 1, devices: perVote.devices, views: perVote.views * missRate };
  return [...Map.groupBy(functions, ({ name }) => name)].map(([name, loads]) => {
    const perMillion = loads.reduce((sum, one) => sum + one.perMillion * millions[one.load], 0);
    const mean = (of: (one: (typeof loads)[number]) => number) =>
      perMillion === 0
        ? 0
        : loads.reduce((sum, one) => sum + of(one) * one.perMillion * millions[one.load], 0) / perMillion;
    const points = seen.get(name);
    return {
      name,
      memoryMb: loads[0]?.memoryMb ?? 512,
      calls: band((share) => (votes[share] / 1e6) * perMillion),
      points: points ?? workedOut({ ms: mean(({ ms }) => ms), cpuMs: mean(({ cpuMs }) => cpuMs) }),
      initMs: Math.max(...loads.map(({ initMs }) => initMs)),
      isSeen: points !== undefined,
    };
  });
}
