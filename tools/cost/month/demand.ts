import type { StageConfiguration } from '../../../lib/configuration/stage.ts';
import { perVote } from '../monthly.ts';
import { plus, times, type Units } from '../units.ts';
import type { Figures } from './figures.ts';

/** At the median, and at the ninth decile: one outcome in ten is above. */
export interface Band {
  readonly median: number;
  readonly p90: number;
}

/** What a month is expected to use. */
export interface Demand {
  /** Where it comes from, as a sentence. */
  readonly source: string;
  readonly votes: Band;
  readonly units: { readonly median: Units; readonly p90: Units };
  /** Each hour of a day or a week as a multiple of the mean one. */
  readonly week: readonly number[];
  /** Whether `week` was seen, or is assumed. */
  readonly isWeekSeen: boolean;
}

export const secondsAMonth = 730 * 3_600;
export const hoursAMonth = 730;

/** A day whose three busiest hours have thrice its mean, where no hours were seen: as the forecast assumes, too. */
export const assumedWeek: readonly number[] = Array.from({ length: 24 }, (_, hour) =>
  hour >= 18 && hour < 21 ? 3 : 15 / 21,
);

/**
 * A response of one question has some 150 bytes, and DynamoDB adds 100 to each item that it stores
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
const bytesPerVote = 250;

export interface Storage {
  /** How many months of votes the tables hold: archived polls have left them. */
  readonly keptMonths: number;
}

/** The units of so many votes in a month, with the devices and views that come with them. */
export function unitsOfVotes(
  votes: number,
  figures: Figures,
  { regions, waf }: Pick<StageConfiguration, 'regions' | 'waf'>,
  { keptMonths }: Storage,
): Units {
  const millions = votes / 1e6;
  const used = plus(
    inRegions(times(figures.votes, millions), votes, regions.length),
    times(figures.devices, millions * perVote.devices),
    times(figures.views, millions * perVote.views),
  );
  const gb = (votes * keptMonths * bytesPerVote * regions.length) / 1e9;
  return {
    ...used,
    tableGbMonths: gb,
    recoveryGbMonths: gb,
    ...(waf ? { firewallRequests: used.cloudFrontRequests ?? 0 } : {}),
  };
}

/**
 * With several regions each vote's one write goes to all of them as a replicated one, and each counts by itself. Its
 * functions' time in the other regions is left out: it is little beside the rest.
 */
function inRegions(votesUnits: Units, votes: number, regions: number): Units {
  if (regions === 1) return votesUnits;
  const others = Math.max(0, (votesUnits.writeUnits ?? 0) - votes);
  return { ...votesUnits, writeUnits: others * regions, replicatedWriteUnits: votes * regions };
}
