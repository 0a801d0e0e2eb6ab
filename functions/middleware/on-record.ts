import { auditedAction } from '../../contracts/audit.ts';
import type { ApiEvent } from './api.ts';

const recorded = new WeakSet<ApiEvent>();

/** Says of a request that its attempt is on record. */
export function markOnRecord(event: ApiEvent): void {
  recorded.add(event);
}

/**
 * Holds for every route that administers something, so that a new one can't be forgotten: without a record nobody learns
 * whose workspace it is.
 * @throws Error for a request whose attempt isn't on record, which is a mistake of ours
 */
export function assertOnRecord(event: ApiEvent): void {
  if (auditedAction(event.routeKey) !== undefined && !recorded.has(event)) {
    throw new Error(`${event.routeKey} is to be on record: its handler must be an auditedHandler`);
  }
}
