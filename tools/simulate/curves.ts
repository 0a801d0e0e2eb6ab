import { parse } from 'csv-parse/sync';
import { UsageError } from '../command.ts';

/** Votes that are sent over time, each once. */
export interface Curve {
  readonly name: string;
  /** What it stands for, in a sentence's words. */
  readonly what: string;
  readonly seconds: number;
  /** Votes a second at a time, in seconds since the start. */
  rate(time: number): number;
}

export const presets = ['steady', 'show', 'launch', 'stadium'] as const;
export type Preset = (typeof presets)[number];

/** What a backend has to do before the peak, and the rest that a minute of quiet is. */
const quiet = 10;
const minute = 60;

/** A curve by its preset and the votes in its busiest second. */
export function curveOf(preset: Preset, peak: number): Curve {
  const base = Math.min(quiet, peak);
  switch (preset) {
    case 'steady':
      return { name: preset, what: 'the same rate for ten minutes', seconds: 10 * minute, rate: () => peak };
    case 'show':
      return {
        name: preset,
        what: '"vote now" after half a minute: at the peak within a second for twenty, then half as many each half minute',
        seconds: 10 * minute,
        rate: (time) => showAt(time - minute / 2, base, peak),
      };
    case 'launch':
      return {
        name: preset,
        what: 'exponential growth for half an hour, then five minutes at the peak',
        seconds: 35 * minute,
        rate: (time) => base * (peak / base) ** Math.min(1, time / (30 * minute)),
      };
    case 'stadium':
      return {
        name: preset,
        what: 'four questions, five minutes apart, each answered within two minutes',
        seconds: 20 * minute,
        rate: (time) => showAt((time % (5 * minute)) - minute, base, peak),
      };
  }
}

function showAt(since: number, base: number, peak: number): number {
  if (since < 0) return base;
  if (since < 1) return base + (peak - base) * since;
  if (since < 21) return peak;
  return base + (peak - base) * 0.5 ** ((since - 21) / 30);
}

/**
 * A curve from a CSV file with a head line and two columns: seconds since the start, and votes a second. Between two
 * lines it is straight.
 * @throws UsageError that names the line
 */
export function curveFrom(name: string, csv: string): Curve {
  const rows: string[][] = parse(csv, { bom: true, from_line: 2, relax_column_count: true, trim: true });
  const points = rows.map(([time = '', rate = ''], index) => {
    const point = { time: Number(time), rate: Number(rate) };
    const isNumber = time !== '' && rate !== '' && Number.isFinite(point.time + point.rate) && point.rate >= 0;
    if (!isNumber) throw new UsageError(`Line ${index + 2} of ${name} must have seconds and votes a second.`);
    return point;
  });
  const ordered = points.every(({ time }, index) => time > (points[index - 1]?.time ?? Number.NEGATIVE_INFINITY));
  const last = points.at(-1);
  if (!last || points.length < 2 || !ordered)
    throw new UsageError(`${name} needs two lines or more, in order of time.`);
  return {
    name,
    what: 'a curve of one’s own',
    seconds: last.time,
    rate(time) {
      const after = points.findIndex((point) => point.time >= time);
      const [from, to] = [points[after - 1], points[after]];
      if (!to) return 0;
      if (!from) return to.rate;
      return from.rate + ((time - from.time) / (to.time - from.time)) * (to.rate - from.rate);
    },
  };
}
