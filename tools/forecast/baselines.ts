/** The last value, again and again. */
export function naive(values: readonly number[], steps: number): number[] {
  return Array.from({ length: steps }, () => values.at(-1) ?? Number.NaN);
}

/** The last season, again and again. */
export function seasonalNaive(values: readonly number[], steps: number, season: number): number[] {
  const last = values.slice(-season);
  return Array.from({ length: steps }, (_, step) => last[step % season] ?? Number.NaN);
}
