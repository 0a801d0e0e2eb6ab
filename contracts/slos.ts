/**
 * What the service promises over any 30 days, in each region. Alarms, the dashboard, load tests and experiments all
 * hold it to these numbers; `docs/adr/0041-slos-metrics-dashboard.md` says why they are what they are.
 */
export const slos = {
  /** Of the requests that answer a poll, so many don't end in a fault of ours (`5xx`). */
  accepting: { objective: 0.999, method: 'POST', path: '/polls/{pollId}/responses' },
  /** Of the requests for results that pass CloudFront's cache, so many don't end in a fault of ours. */
  reading: { objective: 0.999, method: 'GET', path: '/polls/{pollId}/results' },
  /** Of the accepted responses, so many are in the tally within `withinMs` of their `202`. */
  freshness: { objective: 0.99, withinMs: 10_000 },
  /** Every accepted response counts, and within `withinMs`: later than that it is at risk, and somebody is told. */
  counting: { objective: 1, withinMs: 15 * 60_000 },
} as const;

/** The promises that may be broken a little: each has an allowance of bad events, and alarms on how fast it is used up. */
export const allowances = ['accepting', 'reading', 'freshness'] as const satisfies readonly (keyof typeof slos)[];
export type Allowance = (typeof allowances)[number];

/**
 * How many times faster than allowed bad events must come, in a long window and still in a short one, until somebody
 * is told: `FastBurn` at once, `SlowBurn` within the week. With 14.4 an hour takes 2 % of the allowance of 30 days, with
 * 6 six hours take 5 %, with 1 three days take 10 % (https://sre.google/workbook/alerting-on-slos/).
 */
export const burnRates = [
  { alarm: 'FastBurn', rate: 14.4, longMinutes: 60, shortMinutes: 5 },
  { alarm: 'FastBurn', rate: 6, longMinutes: 6 * 60, shortMinutes: 30 },
  { alarm: 'SlowBurn', rate: 1, longMinutes: 3 * 24 * 60, shortMinutes: 6 * 60 },
] as const;

/** So few bad events in a long window say nothing: where little comes, one of them is a great share. */
export const ignoredBadEvents = 4;
