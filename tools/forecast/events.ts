import { demandOf } from '../../domain/audience/demand.ts';
import { UsageError } from '../command.ts';

/** A show that is known of before it comes. */
export interface PlannedEvent {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Voters. */
  readonly audience: number;
}

const pattern = /^([^,]+),audience=(\d+)(?:,"?([^"]+)"?)?$/;
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an event like `2027-03-01T20:00Z,audience=100000,"Final"`; without a name it is called by its time.
 * @throws UsageError for another text
 */
export function eventOf(text: string): PlannedEvent {
  const [, time = '', audience = '', name = time] = pattern.exec(text) ?? [];
  const number = Number(audience);
  if (!timePattern.test(time) || Number.isNaN(Date.parse(time)) || !(number > 0)) {
    throw new UsageError(
      `--event takes TIME,audience=N,"NAME", say 2027-03-01T20:00Z,audience=100000,"Final"; not ${text}`,
    );
  }
  return { name, time: Date.parse(time), audience: number };
}

/** No stage holds the votes back: what an event needs is asked for, not what it gets. */
const unbounded = {
  leastInstances: 0,
  mostInstances: Number.POSITIVE_INFINITY,
  votesPerSecond: Number.POSITIVE_INFINITY,
};

/** Votes in the busiest second of an audience, by the rule that also prepares a region for it. */
export function busiestSecond(audience: number): number {
  return demandOf(audience, unbounded).writesPerSecond;
}
