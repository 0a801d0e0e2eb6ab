import type { Comparison } from './counted.ts';
import type { Figures } from './figures.ts';
import { objectives } from './objectives.ts';

/** One promise, and whether it was kept. */
export interface Threshold {
  readonly what: string;
  readonly promised: string;
  readonly found: string;
  readonly holds: boolean;
}

/** What was promised against what was found. */
export function thresholdsOf(figures: Figures, comparison: Comparison): Threshold[] {
  const { availability, acceptedP95Ms, seenP99Ms, lost } = objectives;
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  const ms = (number: number) => (Number.isNaN(number) ? 'never' : `${Math.round(number)} ms`);
  const within = (number: number, most: number) => number <= most;
  return [
    {
      what: 'Requests that were answered, or told when to come back',
      promised: `at least ${percent(availability)}`,
      found: percent(figures.availability),
      holds: figures.availability >= availability,
    },
    {
      what: 'From click to acceptance, 95th percentile',
      promised: `within ${ms(acceptedP95Ms)}`,
      found: ms(figures.accepting.p95),
      holds: within(figures.accepting.p95, acceptedP95Ms),
    },
    {
      what: 'From acceptance to being seen in the results, 99th percentile',
      promised: `within ${ms(seenP99Ms)}`,
      found: ms(figures.seeing.p99),
      holds: within(figures.seeing.p99, seenP99Ms),
    },
    {
      what: 'Accepted votes that are lost, or counted twice',
      promised: String(lost),
      found: String(comparison.lost + comparison.surplus),
      holds: comparison.lost + comparison.surplus === lost,
    },
    {
      what: 'Votes of which nobody knows whether they were taken',
      promised: '0',
      found: String(figures.unknown),
      holds: figures.unknown === 0,
    },
  ];
}
