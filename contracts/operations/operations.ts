import type { ProblemCode } from '../problems.ts';
import type { Route } from '../routes.ts';
import { abuseOperations } from './abuse.ts';
import { archiveOperations } from './archive.ts';
import { erasureOperations } from './erasure.ts';
import { exportOperations } from './exports.ts';
import { insightOperations } from './insights.ts';
import { keyOperations } from './keys.ts';
import { mediaOperations } from './media.ts';
import type { Operation, OperationName } from './operation.ts';
import { peopleOperations } from './people.ts';
import { pollOperations } from './polls.ts';
import { resultOperations } from './results.ts';
import { retentionOperations } from './retention.ts';
import { serviceOperations } from './service.ts';
import { votingOperations } from './voting.ts';
import { webhookOperations } from './webhooks.ts';

/** What every route does, by the name of its operation. A route without an entry fails the type check. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  ...pollOperations,
  ...votingOperations,
  ...resultOperations,
  ...insightOperations,
  ...abuseOperations,
  ...exportOperations,
  ...erasureOperations,
  ...archiveOperations,
  ...retentionOperations,
  ...mediaOperations,
  ...webhookOperations,
  ...peopleOperations,
  ...keyOperations,
  ...serviceOperations,
};

/** Whatever a route is: it may come around the front door, too often, or when something is broken. */
const ofAnyRoute: readonly ProblemCode[] = ['not-through-edge', 'too-many-requests', 'internal', 'unavailable'];
const ofBodies: readonly ProblemCode[] = ['malformed-json', 'invalid-request', 'body-too-large'];
const ofKeys: readonly ProblemCode[] = ['missing-key', 'missing-scope'];

/** Every error that a route can answer. */
export function problemsOf(route: Pick<Route, 'access'>, operation: Operation): readonly ProblemCode[] {
  const hasIdempotencyKey = operation.requestHeaders?.some(({ name }) => name === 'idempotencyKey');
  return [
    ...new Set([
      ...ofAnyRoute,
      ...(operation.body ? ofBodies : []),
      ...(hasIdempotencyKey ? (['invalid-request'] as const) : []),
      ...(route.access === 'public' ? [] : ofKeys),
      ...operation.problems,
    ]),
  ];
}
