import type { Random } from '../random.ts';

export const shapeNames = ['steady', 'ramp', 'spike', 'soak', 'launch'] as const;
export type ShapeName = (typeof shapeNames)[number];

/** A stretch of time in which votes come at a rate that stays, or grows or falls evenly or by a constant factor. */
export interface Stretch {
  readonly seconds: number;
  /** Votes a second at its beginning and end; above 0 where the rate changes by a factor. */
  readonly from: number;
  readonly to: number;
  readonly change: 'even' | 'factor';
}

/** How much the quiet before and after a spike or a launch is below its peak. */
const quietShare = 1 / 20;
const launchShare = 1 / 100;

/**
 * The load of a shape.
 * @param peak votes a second where most come
 * @param seconds the whole length
 */
export function stretchesOf(shape: ShapeName, peak: number, seconds: number): readonly Stretch[] {
  const part = (share: number, from: number, to: number, change: Stretch['change'] = 'even'): Stretch => ({
    seconds: share * seconds,
    from: from * peak,
    to: to * peak,
    change,
  });
  switch (shape) {
    case 'steady':
    case 'soak':
      return [part(1, 1, 1)];
    case 'ramp':
      return [part(0.8, 0, 1), part(0.2, 1, 1)];
    // "Vote now": a hall that waits, all of it within moments, and whoever comes late.
    case 'spike':
      return [
        part(0.2, quietShare, quietShare),
        part(0.03, quietShare, 1),
        part(0.17, 1, 1),
        part(0.4, 1, quietShare, 'factor'),
        part(0.2, quietShare, quietShare),
      ];
    case 'launch':
      return [part(0.85, launchShare, 1, 'factor'), part(0.15, 1, 1)];
  }
}

/** Votes that come in the first seconds of a stretch, in the mean. */
export function votesIn({ seconds, from, to, change }: Stretch, until: number): number {
  const time = Math.min(until, seconds);
  if (change === 'even') return from * time + ((to - from) * time * time) / (2 * seconds);
  const growth = Math.log(to / from) / seconds;
  return growth === 0 ? from * time : (from * Math.expm1(growth * time)) / growth;
}

/** When so many votes have come, in seconds from the beginning of the stretch: the inverse of `votesIn`. */
function timeOf({ seconds, from, to, change }: Stretch, votes: number): number {
  if (from === to) return votes / from;
  if (change === 'factor') {
    const growth = Math.log(to / from) / seconds;
    return Math.log1p((growth * votes) / from) / growth;
  }
  const half = (to - from) / (2 * seconds);
  return (Math.sqrt(from * from + 4 * half * votes) - from) / (2 * half);
}

/**
 * When each voter votes: people come independently of each other, so what lies between two of them is exponential in
 * the votes that are expected (a Poisson process whose rate changes).
 * @returns seconds from the beginning, in order
 */
export function arrivals(stretches: readonly Stretch[], random: Random): number[] {
  const times: number[] = [];
  const wait = () => -Math.log(1 - random());
  let owed = wait();
  let begin = 0;
  for (const stretch of stretches) {
    const votes = votesIn(stretch, stretch.seconds);
    for (; owed < votes; owed += wait()) times.push(begin + timeOf(stretch, owed));
    owed -= votes;
    begin += stretch.seconds;
  }
  return times;
}
