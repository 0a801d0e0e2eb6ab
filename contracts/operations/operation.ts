import type * as z from 'zod/mini';
import type { ProblemCode } from '../problems.ts';
import type { Route, routes } from '../routes.ts';

/** Under which heading a route stands in the reference. */
export const tags = {
  Polls: 'Make, change, open and close polls.',
  Voting: 'What voters need: the ballot, a token, and a place for their answers.',
  Results: 'What the votes come to, as they come.',
  Insights: 'What a closer look at the responses tells, computed behind the requests.',
  Exports: 'All of a poll’s responses as a file.',
  Archive: 'Responses of closed polls, moved to cold storage and back.',
  Abuse: 'Find responses that are no voter’s own, leave them out, and put them back.',
  Erasure: 'See and remove what is known of a voter.',
  Retention: 'For how long data is kept.',
  Webhooks: 'Who is told of what happens: endpoints of yours, and a mailbox.',
  Media: 'Pictures that polls and their options show.',
  People: 'Who may sign in to a workspace, and as what.',
  Keys: 'Who may call in a workspace’s name.',
  Service: 'Whether the service is well.',
} as const;

export interface OperationAnswer {
  readonly description: string;
  /** @default no body */
  readonly body?: z.core.$ZodType;
  readonly headers?: readonly ('etag' | 'location' | 'retry-after' | 'cache-control')[];
}

/** All that a route's description says beside its method, path and scope. */
export interface Operation {
  readonly tag: keyof typeof tags;
  /** A few words. */
  readonly summary: string;
  readonly description?: string;
  /** An object of what may stand behind `?`. */
  readonly query?: z.core.$ZodObject;
  readonly body?: z.core.$ZodType;
  readonly requestHeaders?: readonly {
    readonly name: 'idempotencyKey' | 'ifMatch' | 'ifNoneMatch';
    readonly required?: boolean;
  }[];
  /** How voters prove who they are, or a caller with a key names one. @default they need not */
  readonly voterToken?: 'required' | 'optional';
  /** Whether a public route tells more to who has an API key. */
  readonly optionalKey?: boolean;
  readonly answers: Readonly<Record<number, OperationAnswer>>;
  /** What the route refuses, beside what any route does: see `problemsOf`. */
  readonly problems: readonly ProblemCode[];
}

type NameOf<R extends (typeof routes)[number]> = R extends { operation: infer Name extends string }
  ? Name
  : R['function'];

/** What each route's operation is called. */
export type OperationName = NameOf<(typeof routes)[number]>;

/** The name of a route's operation. */
export function operationNameOf(route: Route): OperationName {
  return (route.operation ?? route.function) as OperationName;
}
