import type { EmulatedResource } from './emulator.ts';

/** How far a type's resources were made, from best to worst. */
export const outcomes = {
  moto: 'made by moto, and found at its service',
  adapter: "made by our additions through the service's API, and found there",
  unasked: 'made, but nothing here asks a service for it',
  accepted: 'accepted only: nothing made it, so this counts as not rehearsed',
  missing: 'MISSING: said to be made, but its service does not know it',
} as const;
export type Outcome = keyof typeof outcomes;

/** How many resources of a type came how far. */
export interface TypeCount {
  readonly type: string;
  readonly outcome: Outcome;
  readonly count: number;
}

export interface Step {
  readonly what: string;
  readonly seconds: number;
  /** What went wrong, if anything. */
  readonly problem?: string;
}

export interface StageReport {
  readonly stage: string;
  readonly steps: readonly Step[];
  readonly types: readonly TypeCount[];
  /** What outlived its stack, as it should. */
  readonly retained: readonly string[];
}

export function outcomeOf({ madeBy, found }: EmulatedResource): Outcome {
  if (madeBy === 'nobody') return 'accepted';
  if (found === null) return 'unasked';
  return found ? madeBy : 'missing';
}

/** Counts resources by type and outcome, in the order of the outcomes. */
export function countTypes(resources: readonly EmulatedResource[]): readonly TypeCount[] {
  return Object.keys(outcomes).flatMap((outcome) => {
    const counts = new Map<string, number>();
    for (const resource of resources) {
      if (outcomeOf(resource) === outcome) counts.set(resource.type, (counts.get(resource.type) ?? 0) + 1);
    }
    return [...counts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([type, count]) => ({ type, outcome: outcome as Outcome, count }));
  });
}

/** The lines of a report. */
export function linesOf({ stage, types, retained }: StageReport): readonly string[] {
  const lines = [`${stage}: resource types`];
  for (const [outcome, words] of Object.entries(outcomes)) {
    const rows = types.filter((row) => row.outcome === outcome);
    if (rows.length === 0) continue;
    lines.push(`  ${words}`, ...rows.map(({ type, count }) => `    ${String(count).padStart(4)}  ${type}`));
  }
  if (retained.length > 0) {
    lines.push('  retained when the stacks were destroyed', ...retained.map((held) => `          ${held}`));
  }
  return lines;
}
