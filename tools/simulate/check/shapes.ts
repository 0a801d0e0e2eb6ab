import type { Curve } from '../curves.ts';

/** What a laptop with limits takes: two batches of forty at once, two seconds each, of which it is busy for a part. */
export const laptopBatches = { atOnce: 2, size: 40, ms: 2_000 } as const;
/** Votes a second that these record. */
export const capacity = (laptopBatches.atOnce * laptopBatches.size * 1_000) / laptopBatches.ms;

/** Three ways to come to more than that, small enough for the laptop's own API. */
export const shapes: readonly Curve[] = [
  { name: 'steady', what: 'half as much again as is recorded, for 40 s', seconds: 40, rate: () => 1.5 * capacity },
  {
    name: 'spike',
    what: 'a quarter of it, and three times as much for 8 s',
    seconds: 30,
    rate: (time) => (time >= 5 && time < 13 ? 3 * capacity : capacity / 4),
  },
  {
    name: 'ramp',
    what: 'from a quarter of it to twice as much, within 40 s',
    seconds: 40,
    rate: (time) => capacity * (0.25 + (1.75 * time) / 40),
  },
];
