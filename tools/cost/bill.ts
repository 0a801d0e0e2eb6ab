import type { PriceTable } from './prices.ts';
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
    const { usd, per } = prices[unit];
    return quantity === 0 ? [] : [{ unit, service: services[unit], quantity, amount: (quantity / per) * usd }];
  });
}

/** What lines come to, all or those of some services. US dollars. */
export function sumOf(lines: readonly BillLine[], only?: readonly ServiceName[]): number {
  return total(lines.filter(({ service }) => !only || only.includes(service)).map(({ amount }) => amount));
}
