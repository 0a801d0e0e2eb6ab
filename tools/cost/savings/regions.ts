import { billOf, sumOf } from '../bill.ts';
import type { Band } from '../month/demand.ts';
import { type PriceTable, priceTables, regions } from '../prices.ts';
import { type Units, unitNames } from '../units.ts';
import type { Context } from './context.ts';
import { band, type Saving } from './saving.ts';

/** CloudFront's prices go by where viewers are, and WAF's are the same everywhere. */
const global = new Set(['CloudFront', 'WAF']);

function costIn(units: Units, prices: PriceTable): number {
  return sumOf(billOf(units, prices).filter(({ service }) => !global.has(service)));
}

/** The same month in each other region that there are prices for. */
export function regionSavings({ demand, prices, region, stage }: Context): Saving[] {
  return regions
    .filter((other) => other !== region)
    .map((other) => {
      const table = priceTables[other];
      const isSure = unitNames.every(
        (unit) => (demand.units.median[unit] ?? 0) === 0 || table[unit].standing !== 'unconfirmed',
      );
      return {
        id: `region-${other}`,
        name: `All: ${other} in place of ${region}`,
        saved: band((share: keyof Band) => costIn(demand.units[share], prices) - costIn(demand.units[share], table)),
        risk: 'high' as const,
        because:
          'Voters wait for the way there, data lie under another law, and the stage is set up anew with its data.',
        action: `regions: ['${other}'${stage.regions.length > 1 ? ', …' : ''}] of a new stage, then restore into it.`,
        detail: 'what is billed by region, without CloudFront and WAF',
        source: table.writeUnits.source,
        standing: isSure ? table.writeUnits.standing : ('unconfirmed' as const),
        group: 'region',
      };
    });
}
