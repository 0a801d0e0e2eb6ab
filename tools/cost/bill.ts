import type { Price, PriceTable } from './prices.ts';
import { type ServiceName, services, total, type UnitName, type Units, unitNames } from './units.ts';

/** One unit of a bill. */
export interface BillLine {
  readonly unit: UnitName;
  readonly service: ServiceName;
  readonly quantity: number;
  /** US dollars. */
  readonly amount: number;
}

/** Prices what was used, unit by unit. */
export function billOf(units: Units, prices: PriceTable): BillLine[] {
  return unitNames.flatMap((unit) => {
    const quantity = units[unit] ?? 0;
    return quantity === 0
      ? []
      : [{ unit, service: services[unit], quantity, amount: amountOf(quantity, prices[unit]) }];
  });
}

/** What so many units of a month cost, each tier by itself. US dollars. */
export function amountOf(quantity: number, { usd, per, tiers = [] }: Price): number {
  const steps = [{ from: 0, usd }, ...tiers];
  return total(
    steps.map((step, index) => {
      const end = steps[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      return (Math.max(0, Math.min(quantity, end) - step.from) / per) * step.usd;
    }),
  );
}

/** What lines come to, all or those of some services. US dollars. */
export function sumOf(lines: readonly BillLine[], only?: readonly ServiceName[]): number {
  return total(lines.filter(({ service }) => !only || only.includes(service)).map(({ amount }) => amount));
}
