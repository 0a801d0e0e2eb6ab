import type { Bar } from './bars.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

export type Unit = 'ms' | 's' | 'KB' | '/s';

/** One line of the bench. */
export interface Figure {
  /** What was measured. */
  readonly name: string;
  readonly unit: Unit;
  readonly value: Spread;
  /** What it is held against, measured in turns with it, in the same unit. */
  readonly baseline?: { readonly name: string; readonly value: Spread };
  readonly ratio?: Spread;
  readonly bar?: Bar;
  /** What a figure that is no median was made of, in milliseconds; for the file. */
  readonly raw?: readonly number[];
}

/** Runs of a figure, each with the baseline's run beside it. */
export interface Runs {
  readonly subject: readonly number[];
  readonly baseline: readonly number[];
}

/** A figure with its ratio to a baseline. */
export function compared(given: { name: string; unit: Unit; runs: Runs; against: string; bar?: Bar }): Figure {
  const { name, unit, runs, bar } = given;
  return {
    name,
    unit,
    value: spreadOf(runs.subject),
    baseline: { name: given.against, value: spreadOf(runs.baseline) },
    ratio: ratiosOf(runs.subject, runs.baseline),
    ...(bar ? { bar } : {}),
  };
}

/** A figure with nothing to be held against but its bar. */
export function alone(name: string, unit: Unit, runs: readonly number[], bar?: Bar): Figure {
  return { name, unit, value: spreadOf(runs), ...(bar ? { bar } : {}) };
}

/** Whether a figure's median reaches its bar; undefined where there is none. */
export function reaches({ bar, value, ratio }: Pick<Figure, 'bar' | 'value' | 'ratio'>): boolean | undefined {
  if (!bar) return undefined;
  const judged = (bar.of === 'value' ? value : ratio)?.median ?? Number.NaN;
  return judged <= (bar.atMost ?? Infinity) && judged >= (bar.atLeast ?? -Infinity);
}

/**
 * Runs a subject and its baseline in turns, either first every other time.
 * @param measure gives the figure of one run
 */
export async function inTurns(
  rounds: number,
  subject: () => Promise<number> | number,
  baseline: () => Promise<number> | number,
): Promise<Runs> {
  const runs = { subject: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) runs.baseline.push(await baseline());
    runs.subject.push(await subject());
    if (round % 2 === 1) runs.baseline.push(await baseline());
  }
  return runs;
}
