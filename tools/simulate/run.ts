import type { Curve } from './curves.ts';
import type { LimitId } from './model/limit-id.ts';
import { amountOf, type Parcel } from './model/parcel.ts';
import type { Settings } from './model/settings.ts';
import { Simulation, type Step, type Totals } from './model/simulation.ts';

/** The length of a step: short against every window and duration of the design. Seconds. */
export const stepSeconds = 0.05;

/** One second of a run. Rates are votes a second, ages seconds. */
export interface Sample extends Totals {
  readonly time: number;
  /** Votes that were sent for the first time. */
  readonly sent: number;
  readonly admitted: number;
  /** Tries that CloudFront refused, a throttle with 429, and a missing instance with 503. */
  readonly cut: number;
  readonly throttled: number;
  readonly unserved: number;
  readonly newlyRecorded: number;
  readonly newlyCounted: number;
  /** From acceptance to the tally, of what was counted in this second; undefined where nothing was. */
  readonly age: number | undefined;
  /** From acceptance to live viewers. */
  readonly liveAge: number | undefined;
  /** How long the response has waited that has waited longest; 0 where none waits. */
  readonly oldest: number;
  readonly instances: number;
  readonly cold: number;
  readonly pollers: number;
  readonly shards: number;
}

/** When a limit held votes up, and for how many seconds in all. */
export interface Saturation {
  readonly limit: LimitId;
  readonly first: number;
  readonly seconds: number;
  /** From when to when, gaps of some seconds left out. */
  readonly spans: readonly (readonly [number, number])[];
}

export interface Run {
  readonly samples: readonly Sample[];
  /** In the order in which they were met. */
  readonly saturations: readonly Saturation[];
  /** When everything was counted; undefined: not within the run. */
  readonly settledAt: number | undefined;
}

/**
 * Runs a curve until everything that was sent has been counted, given up or laid aside.
 * @param mostSeconds when it ends in any case
 */
export function run(settings: Settings, curve: Curve, mostSeconds: number): Run {
  const simulation = new Simulation(settings, stepSeconds);
  const perSecond = Math.round(1 / stepSeconds);
  const samples: Sample[] = [];
  const met = new Map<LimitId, Saturation>();
  let settledAt: number | undefined;
  for (let second = 0; second < mostSeconds && settledAt === undefined; second += 1) {
    const steps = Array.from({ length: perSecond }, (_, index) => {
      const time = second + (index + 0.5) * stepSeconds;
      return simulation.step(time < curve.seconds ? curve.rate(time) * stepSeconds : 0);
    });
    for (const { now, limits } of steps) for (const limit of limits) note(met, limit, now);
    samples.push(sampleOf(steps, samples.at(-1), simulation.first));
    if (second + 1 >= curve.seconds && isSettled(simulation.totals)) settledAt = second + 1;
  }
  return { samples, saturations: [...met.values()], settledAt };
}

/** Less than a vote may be left of rounding and of waits that never end. */
function isSettled({ offered, gone, waiting, dead, counted }: Totals): boolean {
  return waiting < 0.5 && offered - gone - waiting - dead - counted < 0.5;
}

/** Gaps that nobody would see. Seconds. */
const smallGap = 5;

function note(met: Map<LimitId, Saturation>, limit: LimitId, now: number): void {
  const { first, seconds, spans } = met.get(limit) ?? { first: now, seconds: 0, spans: [] };
  const [from, to] = spans.at(-1) ?? [now, now];
  const end = now + stepSeconds;
  const isNear = now - to <= smallGap;
  met.set(limit, {
    limit,
    first,
    seconds: seconds + stepSeconds,
    spans: isNear ? [...spans.slice(0, -1), [from, end]] : [...spans, [now, end]],
  });
}

function sampleOf(steps: readonly Step[], before: Sample | undefined, first: number | undefined): Sample {
  const last = steps.at(-1);
  if (!last) throw new RangeError('A second has steps');
  const { newlyCounted: _, newlyPublished: __, limits: ___, now, ...state } = last;
  const sum = (of: (step: Step) => number) => steps.reduce((all, step) => all + of(step), 0);
  return {
    ...state,
    time: Math.round(now + stepSeconds),
    sent: last.offered - (before?.offered ?? 0),
    admitted: last.accepted - (before?.accepted ?? 0),
    cut: sum(({ cut }) => cut),
    throttled: sum(({ throttled }) => throttled),
    unserved: sum(({ unserved }) => unserved),
    newlyRecorded: last.recorded - (before?.recorded ?? 0),
    newlyCounted: last.counted - (before?.counted ?? 0),
    age: ageOf(steps.flatMap((step) => step.newlyCounted.map((parcel) => ({ parcel, now: step.now })))),
    liveAge: ageOf(steps.flatMap((step) => step.newlyPublished.map((parcel) => ({ parcel, now: step.now })))),
    oldest: first === undefined ? 0 : Math.max(0, now - first),
  };
}

/** The mean age of votes. */
function ageOf(votes: readonly { readonly parcel: Parcel; readonly now: number }[]): number | undefined {
  const amount = amountOf(votes.map(({ parcel }) => parcel));
  if (amount <= 0) return undefined;
  return votes.reduce((sum, { parcel, now }) => sum + parcel.amount * (now - parcel.at), 0) / amount;
}
