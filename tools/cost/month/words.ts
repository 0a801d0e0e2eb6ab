import type { Saving } from '../savings/saving.ts';
import type { Band } from './demand.ts';
import type { MonthReport } from './report.ts';

export const money = (usd: number) =>
  usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace(/^-(0\.00)$/, '$1');

/** A band as two cells. */
export const cells = ({ median, p90 }: Band) => [money(median), money(p90)];

export function count(quantity: number): string {
  return quantity.toLocaleString('en', { maximumFractionDigits: quantity >= 100 ? 0 : 2 });
}

export function votesSentence({ votes, source }: MonthReport): string {
  return `${source} ${count(votes.median)} votes at the median, ${count(votes.p90)} at the ninth decile.`;
}

export function priceSentence({ region, pricesReadOn }: MonthReport): string {
  return `US dollars a month of 730 hours, by prices of ${region} that were read on ${pricesReadOn}, before taxes, free tiers and discounts.`;
}

export function budgetSentence({ budget, total }: MonthReport): string {
  const { now, suggested } = budget;
  const fits =
    now < total.p90 ? 'less than the month at the ninth decile' : now > 2 * suggested ? 'far more than needed' : 'fine';
  return `monthlyBudget: ${suggested} would leave a fifth above the ninth decile; the stage has ${now}, which is ${fits}.`;
}

/** A saving whose amount nobody confirms is marked. */
export const doubt = ({ standing }: Pick<Saving, 'standing'>) => (standing === 'unconfirmed' ? ' ?' : '');

export const doubtSentence = '? a number behind it is from memory, and nothing confirms it.';
export const weekSentence =
  'No hours were seen: three hours a day are taken to have thrice the mean, which matters for capacity and commitments.';
export const groupSentence =
  'Each by itself; of ways that exclude each other the best counts, and those of high risk do not. Those that touch the same line save a little less together.';
