const first = 100;
const step = 10;

/** The milestones that a poll's number of responses has reached: 100, 1,000, 10,000 and so on. */
export function milestonesCrossed(before: number, after: number): number[] {
  const crossed: number[] = [];
  for (let milestone = first; milestone <= after; milestone *= step) if (milestone > before) crossed.push(milestone);
  return crossed;
}
