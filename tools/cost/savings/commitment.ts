/**
 * The best level to commit to: it is paid in each hour at a discount, used or not, and what is above it at the full
 * price. More is worth it as long as the level is used in more hours than the discounted price is of the full one.
 * @param hours what each hour uses, at the full price
 * @param discount the share that is saved of what is committed
 * @param block commitments are multiples of this @default any level
 */
export function bestCommitment(hours: readonly number[], discount: number, block = 0): number {
  const levels = hours.flatMap((hour) =>
    block === 0 ? [hour] : [Math.floor(hour / block) * block, Math.ceil(hour / block) * block],
  );
  return levels.reduce(
    (best, level) => (savedBy(level, hours, discount) > savedBy(best, hours, discount) ? level : best),
    0,
  );
}

/** What a level saves in an hour on average, in the units of `hours`; below zero where it is used too little. */
export function savedBy(level: number, hours: readonly number[], discount: number): number {
  const used = hours.reduce((sum, hour) => sum + Math.min(hour, level), 0) / hours.length;
  return used - (1 - discount) * level;
}
