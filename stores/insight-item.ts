import type { View } from '../contracts/insight-job.ts';
import type { Made } from '../domain/insights/ports.ts';
import { viewName } from '../domain/insights/view.ts';

/**
 * Insights in the Tallies table, beside the poll's tally: an outcome has its view's name as sort key, what was asked
 * for `job#<view>`, and a page of answers `page#<question>#<run>#<page>`. Their attributes: f when reading began, k how
 * long it took, b the tally's time then, n responses, o the outcome.
 */
export const outcomeKey = (pollId: string, view: View) => ({ pk: pollId, sk: viewName(view) });

export const leaseKey = (pollId: string, view: View) => ({ pk: pollId, sk: `job#${viewName(view)}` });

/** How all pages of answers begin. */
export const pagePrefix = 'page#';

/** How the pages of a question's answers begin, those of all runs; runs sort by their age. */
export const pagesOf = (question: string) => `${pagePrefix}${question}#`;

export const pageKey = (given: { pollId: string; question: string; run: string; page: number }) => ({
  pk: given.pollId,
  sk: `${pagesOf(given.question)}${given.run}#${String(given.page).padStart(4, '0')}`,
});

export function toMadeItem(made: Made): Record<string, unknown> {
  return { f: made.asOf, k: made.took, n: made.responses, ...(made.basis === undefined ? {} : { b: made.basis }) };
}

export function readMade(item: Readonly<Record<string, unknown>>): Made {
  return {
    asOf: Number(item.f),
    took: Number(item.k),
    basis: item.b === undefined ? undefined : Number(item.b),
    responses: Number(item.n),
  };
}
