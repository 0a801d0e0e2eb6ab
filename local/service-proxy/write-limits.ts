import { tokenBucket } from '../gateway/throttle.ts';
import type { ServiceCall } from './service-proxy.ts';

const writes = ['PutItem', 'UpdateItem', 'DeleteItem'];
/** The part of a second's writes that may come at once. */
const burstSeconds = 0.25;

/**
 * Holds tables to so many writes a second, each taken for one unit.
 * @returns a function that says whether a call may pass now
 */
export function writeLimits(
  perSecond: Readonly<Record<string, number>>,
  now?: () => number,
): (call: ServiceCall, request: object) => boolean {
  const buckets = new Map(
    Object.entries(perSecond).map(([table, rateLimit]) => [
      table,
      tokenBucket({ rateLimit, burstLimit: Math.max(1, rateLimit * burstSeconds) }, now),
    ]),
  );
  return ({ service, operation }, request) => {
    if (service !== 'dynamodb' || !writes.includes(operation)) return true;
    const bucket = buckets.get(String((request as { TableName?: unknown }).TableName));
    return bucket === undefined || bucket();
  };
}
