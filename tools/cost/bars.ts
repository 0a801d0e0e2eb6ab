import { billOf, sumOf } from './bill.ts';
import type { PriceTable } from './prices.ts';
import type { ServiceName, Units } from './units.ts';

/** What counting a vote is made of; what stands around it (CloudFront, logs, traces) is listed beside it. */
export const countingServices: readonly ServiceName[] = ['API Gateway', 'Lambda', 'SQS', 'DynamoDB', 'Kinesis'];

/** What may be spent. US dollars. */
export const bars = {
  /** A million votes, counted. */
  votes: 2.5,
  /** A million looks at results, CloudFront included, at one cache miss in a hundred. */
  views: 1.3,
} as const;

const million = 1_000_000;
/** SQS hands out and deletes ten messages a request. */
const messagesPerRequest = 10;

/**
 * What a million votes cost at least in a design that answers 202 only once a queue holds the vote, and stores each
 * vote in an item of its own: one request, one invocation, one message sent, a tenth of a receive and of a delete,
 * one write unit. Time of functions, batches and tallies come on top.
 */
export const floor: Units = {
  httpApiRequests: million,
  lambdaRequests: million,
  queueRequests: million * (1 + 2 / messagesPerRequest),
  writeUnits: million,
};

/** The floor as a sum that can be checked by hand. */
export function floorArithmetic(prices: PriceTable): string {
  const lines = billOf(floor, prices);
  const terms = lines.map(
    ({ unit, quantity, amount }) => `${quantity / million} × ${(amount * million) / quantity} ${unit}`,
  );
  return `${terms.join(' + ')} = ${sumOf(lines).toFixed(3)}`;
}
