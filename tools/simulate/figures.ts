import type { Run, Sample } from './run.ts';

/** A greatest value, and when it was. */
export interface Peak {
  readonly value: number;
  readonly time: number;
}

/** What a run comes to. Votes, seconds. */
export interface Figures {
  readonly sent: number;
  readonly accepted: number;
  readonly counted: number;
  readonly dead: number;
  /** Tries that were refused: by CloudFront, by a throttle, and as no instance was there. */
  readonly cut: number;
  readonly throttled: number;
  readonly unserved: number;
  /** Voters who were refused and are about to come again. */
  readonly waiting: Peak;
  /** Accepted and not recorded. */
  readonly backlog: Peak;
  /** Recorded and not counted. */
  readonly streamed: Peak;
  /** How long the accepted response waits that waits longest. */
  readonly oldest: Peak;
  /** From acceptance to the tally, on average over all that were counted. */
  readonly meanAge: number;
  readonly cold: number;
  /** Votes that were accepted in the busiest second, and counted a second in the busiest ten: they come in batches. */
  readonly admitted: Peak;
  readonly countedRate: Peak;
  readonly settledAt: number | undefined;
}

/** Accepted, and not recorded: what SQS holds, and what is being written. */
export const backlogOf = ({ queued, hidden, inFlight }: Sample) => queued + hidden + inFlight;

export function figuresOf({ samples, settledAt }: Run): Figures {
  const last = samples.at(-1);
  if (!last) throw new RangeError('A run has a second at least');
  const sum = (of: (sample: Sample) => number) => samples.reduce((all, sample) => all + of(sample), 0);
  const peak = (of: (sample: Sample) => number): Peak =>
    samples.reduce((best, sample) => (of(sample) > best.value ? { value: of(sample), time: sample.time } : best), {
      value: 0,
      time: 0,
    });
  return {
    sent: last.offered,
    accepted: last.accepted,
    counted: last.counted,
    dead: last.dead,
    cut: sum(({ cut }) => cut),
    throttled: sum(({ throttled }) => throttled),
    unserved: sum(({ unserved }) => unserved),
    waiting: peak(({ waiting }) => waiting),
    backlog: peak(backlogOf),
    streamed: peak(({ streamed }) => streamed),
    oldest: peak(({ oldest }) => oldest),
    meanAge: sum(({ age = 0, newlyCounted }) => age * newlyCounted) / Math.max(1, last.counted),
    cold: last.cold,
    admitted: peak(({ admitted }) => admitted),
    countedRate: peak(({ counted, time }) => (counted - (samples[time - 11]?.counted ?? 0)) / 10),
    settledAt,
  };
}
