import type { StageConfiguration } from '../../../lib/configuration/stage.ts';
import type { FixedLine } from '../fixed.ts';
import type { Demand } from '../month/demand.ts';
import type { PricedRegion, PriceTable } from '../prices.ts';
import type { SizedFunction } from './memory.ts';

/** All that savings are worked out from. */
export interface Context {
  readonly stage: Pick<StageConfiguration, 'regions' | 'waf' | 'shieldAdvanced' | 'warmInstances'>;
  readonly region: PricedRegion;
  readonly prices: PriceTable;
  readonly demand: Demand;
  /** What costs by being there; empty where no templates were read. */
  readonly fixed: readonly FixedLine[];
  readonly functions: readonly SizedFunction[];
  /** GB of one warm instance of each function of the hot path. */
  readonly warmGb: number;
  readonly assumed: Assumed;
}

/** What nobody has measured here, each with an option of its own. */
export interface Assumed {
  /** The busiest minutes of an hour as a multiple of its mean: capacity that scales by minutes has to hold them. */
  readonly surge: number;
  /** The share of viewers in Asia, South America, Africa and Australia. */
  readonly farShare: number;
  /** The share of a function's calls that meet a cold start. */
  readonly coldShare: number;
  /** How many times longer a function may take than now. */
  readonly slower: number;
}
