import { parse } from 'csv-parse/sync';
import { type Point, UnusableHistory } from './points.ts';

/** A date, or a date and time; without a zone it is UTC. */
const dateOrTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads points from a CSV file with a head line and two columns, time and value.
 * @throws UnusableHistory that names the line
 */
export function pointsOf(csv: string): Point[] {
  const rows: string[][] = parse(csv, { bom: true, from_line: 2, relax_column_count: true, trim: true });
  return rows.map(([time = '', value = ''], index) => {
    const number = Number(value);
    if (value === '' || !Number.isFinite(number)) {
      throw new UnusableHistory(`Line ${index + 2}: "${value}" is no number.`);
    }
    return { time: timeOf(time, index + 2), value: number };
  });
}

function timeOf(text: string, line: number): number {
  const [, clock, , , zone] = dateOrTime.exec(text) ?? [];
  const time = Date.parse(clock && !zone ? `${text.replace(' ', 'T')}Z` : text.replace(' ', 'T'));
  if (!dateOrTime.test(text) || Number.isNaN(time)) {
    throw new UnusableHistory(`Line ${line}: "${text}" is no time like 2027-03-01T20:00Z, and no date.`);
  }
  return time;
}
