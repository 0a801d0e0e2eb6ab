import type { Context } from './context.ts';
import { edgeBundleSaving, edgePlanSaving, firewallSaving, priceClassSaving, watchingSavings } from './edge.ts';
import { busySaving, computePlanSaving, memorySaving, warmSaving } from './functions.ts';
import { regionSavings } from './regions.ts';
import type { Saving } from './saving.ts';
import { capacitySavings, tableClassSaving } from './tables.ts';

/** Everything that was looked at, whether it saves anything or not. */
export function allSavings(context: Context): Saving[] {
  return [
    ...capacitySavings(context),
    tableClassSaving(context),
    memorySaving(context),
    computePlanSaving(context),
    warmSaving(context),
    busySaving(context),
    edgePlanSaving(context),
    edgeBundleSaving(context),
    priceClassSaving(context),
    ...firewallSaving(context),
    ...watchingSavings(context),
    ...regionSavings(context),
  ];
}
