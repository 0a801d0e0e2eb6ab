import type { Band } from '../month/demand.ts';
import type { Standing } from '../prices.ts';

export type Risk = 'low' | 'medium' | 'high';

/** Something else than what is, and what it would save in a month. */
export interface Saving {
  readonly id: string;
  readonly name: string;
  /** US dollars a month; below zero it would cost more. */
  readonly saved: Band;
  readonly risk: Risk;
  /** What can go wrong. */
  readonly because: string;
  /** What to set, and where. */
  readonly action: string;
  /** How the amount comes about. */
  readonly detail: string;
  readonly source: string;
  readonly standing: Standing;
  /** Only one of a group can be had. */
  readonly group: string;
}

/** Both shares of a band by one rule. */
export function band(of: (share: keyof Band) => number): Band {
  return { median: of('median'), p90: of('p90') };
}

/** The most is saved first; what saves nothing, or too little to see, is apart. */
export function ranked(savings: readonly Saving[]): {
  readonly worth: readonly Saving[];
  readonly not: readonly Saving[];
} {
  const cent = 0.01;
  const sorted = savings.toSorted((a, b) => b.saved.median - a.saved.median || b.saved.p90 - a.saved.p90);
  return {
    worth: sorted.filter(({ saved }) => saved.median >= cent),
    not: sorted.filter(({ saved }) => saved.median < cent),
  };
}

/** What can be saved together: the best of each group, of those that don't risk much. US dollars a month. */
export function together(savings: readonly Saving[]): Band {
  const safe = ranked(savings).worth.filter(({ risk }) => risk !== 'high');
  const best = [...Map.groupBy(safe, ({ group }) => group).values()].flatMap((group) => group.slice(0, 1));
  return band((share) => best.reduce((sum, { saved }) => sum + saved[share], 0));
}
