import { parse } from 'csv-parse/sync';
import { type Point, regular, UnusableHistory } from '../../forecast/points.ts';
import { dailyTotals, dayMs, type Series } from '../../forecast/series.ts';
import { weekOf } from '../../forecast/week.ts';
import { type UnitName, type Units, unitNames } from '../units.ts';
import { assumedWeek, type Band, type Demand } from './demand.ts';
import { drawnMonths } from './draw.ts';

/** What was used, by unit: hours or days, in any order. */
export type Observed = ReadonlyMap<UnitName, readonly Point[]>;

/**
 * Reads `time,unit,quantity` with a head line; units are those of tools/cost/units.ts.
 * @throws UnusableHistory that names the line
 */
export function observedOf(csv: string): Observed {
  const rows: string[][] = parse(csv, { bom: true, from_line: 2, relax_column_count: true, trim: true });
  const found = new Map<UnitName, Point[]>();
  for (const [index, [time = '', name = '', quantity = '']] of rows.entries()) {
    const unit = unitNames.find((known) => known === name);
    const value = Number(quantity);
    if (!unit)
      throw new UnusableHistory(`Line ${index + 2}: there is no unit "${name}"; take ${unitNames.join(', ')}.`);
    const at = Date.parse(time);
    if (Number.isNaN(at)) throw new UnusableHistory(`Line ${index + 2}: "${time}" is no time like 2027-03-01T20:00Z.`);
    if (quantity === '' || !(value >= 0)) throw new UnusableHistory(`Line ${index + 2}: "${quantity}" is no amount.`);
    const points = found.get(unit) ?? [];
    points.push({ time: at, value });
    found.set(unit, points);
  }
  return found;
}

/**
 * A month like those in which the use was seen. Votes are told from the calls of functions.
 * @param callsPerVote of functions, with what comes with a vote
 * @throws UnusableHistory for less than two weeks, or without any unit
 */
export function observedDemand(observed: Observed, callsPerVote: number): Demand {
  const series = new Map([...observed].map(([unit, points]) => [unit, regular(points).series]));
  if (series.size === 0) throw new UnusableHistory('Nothing was used.');
  const bands = [...series].map(([unit, values]) => ({ unit, band: drawnMonths(daysOf(values)) }));
  const at = (share: keyof Band): Units => Object.fromEntries(bands.map(({ unit, band }) => [unit, band[share]]));
  const units = { median: at('median'), p90: at('p90') };
  const votes = ({ lambdaRequests = 0 }: Units) => lambdaRequests / callsPerVote;
  // Writes are most like votes; without them, whatever has hours.
  const weekly = [series.get('writeUnits'), ...series.values()].map((one) => one && weekOf(one)).find(Boolean);
  return {
    source: `A month made of the weeks in which ${[...series.keys()].join(', ')} were seen.`,
    votes: { median: votes(units.median), p90: votes(units.p90) },
    units,
    week: weekly ?? assumedWeek,
    isWeekSeen: weekly !== undefined,
  };
}

/** Hours added up to days; days as they are. */
export function daysOf(series: Series): readonly number[] {
  return series.stepMs === dayMs ? series.values : dailyTotals(series).values;
}
