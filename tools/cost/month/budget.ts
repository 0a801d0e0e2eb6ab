/** What a budget leaves above a month at the ninth decile. */
export const headroom = 0.2;

/**
 * A budget for a month: what it costs at the ninth decile and a fifth more, in two digits, upwards.
 * @param usd a month at the ninth decile
 */
export function suggestedBudget(usd: number): number {
  const wanted = Math.max(1, usd * (1 + headroom));
  const digit = 10 ** (Math.floor(Math.log10(wanted)) - 1);
  // What is a whole number of digits but for the last bit stays it.
  return Number((Math.ceil(Number((wanted / digit).toPrecision(12))) * digit).toPrecision(2));
}

/** The line for `groundswell.config.ts`. */
export function budgetLine(usd: number): string {
  return `monthlyBudget: ${suggestedBudget(usd)},`;
}
