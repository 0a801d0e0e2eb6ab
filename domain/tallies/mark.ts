/**
 * How far a stream shard has been absorbed into a tally: the sequence number of its last absorbed record, and the
 * hour in which that happened, as `<sequence>/<hours since 1970>`.
 */
export type Mark = string;

const hourMs = 3_600_000;
/**
 * DynamoDB keeps a stream record for 24 hours, so nothing at or below a mark can be delivered again after that;
 * as much again is the margin. Without this a long poll's tally would carry the marks of every shard it ever had.
 */
const keptHours = 48;

export function makeMark(sequence: string, now: number): Mark {
  return `${sequence}/${Math.floor(now / hourMs)}`;
}

export function sequenceOf(mark: Mark): string {
  return mark.split('/')[0] ?? mark;
}

/** Whether the mark has outlived every record that it guards against. */
export function isStale(mark: Mark, now: number): boolean {
  return now / hourMs - Number(mark.split('/')[1]) > keptHours;
}
