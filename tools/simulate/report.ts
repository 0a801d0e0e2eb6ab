import type { Curve } from './curves.ts';
import type { Changes, Design } from './design.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type Run, run } from './run.ts';
import { type Circumstances, type Prepared, preparedFor, settingsOf } from './settings-of.ts';

/** One run of the curve, as the poll announced its audience or didn't. */
export interface Variant {
  readonly name: string;
  readonly audience: number;
  readonly prepared: Prepared;
  readonly run: Run;
  readonly figures: Figures;
}

export interface SimulationReport {
  readonly stage: string;
  readonly curve: Pick<Curve, 'name' | 'what' | 'seconds'>;
  readonly peak: number;
  readonly changes: Changes;
  readonly retries: boolean;
  readonly variants: readonly Variant[];
}

export interface ReportOptions {
  readonly curve: Curve;
  readonly changes: Changes;
  /** Voters that the poll announces in the second run; 0: there is no second run. */
  readonly audience: number;
  readonly formerPeak: number;
  readonly retries: boolean;
  readonly mostSeconds: number;
}

/** Runs the curve without an announced audience, and with it. */
export function reportOf(design: Design, options: ReportOptions, told: (step: string) => void): SimulationReport {
  const { curve, changes, formerPeak, retries, mostSeconds } = options;
  const changed: Design = { ...design, ...changes };
  const variantOf = (audience: number): Variant => {
    const name = audience === 0 ? 'not announced' : `announced: ${audience.toLocaleString('en')}`;
    told(`running, ${name}`);
    const circumstances: Circumstances = { audience, formerPeak, retries };
    const outcome = run(settingsOf(changed, circumstances), curve, mostSeconds);
    return { name, audience, prepared: preparedFor(changed, circumstances), run: outcome, figures: figuresOf(outcome) };
  };
  const audiences = options.audience > 0 ? [0, options.audience] : [0];
  const { name, what, seconds } = curve;
  return {
    stage: design.stage,
    curve: { name, what, seconds },
    peak: peakOf(curve),
    changes,
    retries,
    variants: audiences.map(variantOf),
  };
}

/** Votes in the busiest second of a curve. */
export function peakOf({ seconds, rate }: Curve): number {
  return Array.from({ length: Math.ceil(seconds) + 1 }, (_, time) => rate(Math.min(time, seconds))).reduce(
    (most, one) => Math.max(most, one),
    0,
  );
}
