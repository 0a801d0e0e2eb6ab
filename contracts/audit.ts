import type { FunctionName } from './functions.ts';
import { type OperationName, operationNameOf } from './operations/operation.ts';
import { type Route, routes } from './routes.ts';

/** Routes that ask for a key and change something, but administer nothing: each with the reason. */
const unaudited: Partial<Readonly<Record<OperationName, string>>> = {
  signVoter: 'A machine calls it for each voter: it is a step of voting, and would name voters.',
};

type Keyed = Exclude<(typeof routes)[number], { access: 'public' } | { method: 'GET' }>;
/** A function of which some route is on record. */
export type AuditedFunction = Exclude<Keyed['function'], 'signVoter'>;

/** Whether what is done by a route is on record: all that a key is needed for and that is more than to look. */
export function isAudited(route: Route): boolean {
  return route.access !== 'public' && route.method !== 'GET' && unaudited[operationNameOf(route)] === undefined;
}

const audited: ReadonlyMap<string, OperationName> = new Map(
  routes.filter(isAudited).map((route) => [`${route.method} ${route.path}`, operationNameOf(route)]),
);

/**
 * Operations without a key that administer all the same: their handlers put them on record themselves, as only they
 * learn whose workspace it is.
 */
export const publicActions = ['foundWorkspace', 'acceptInvitation'] as const satisfies readonly OperationName[];

const isRecorded = (route: Route) => isAudited(route) || publicActions.some((name) => name === operationNameOf(route));

/** The functions that write the record. */
export const recordingFunctions: ReadonlySet<FunctionName> = new Set(
  routes.filter(isRecorded).map((route) => route.function),
);

/** Whether some route of the function is on record by itself. */
export function isAuditedFunction(name: FunctionName): name is AuditedFunction {
  return routes.some((route) => route.function === name && isAudited(route));
}

/** What a route of API Gateway, such as `POST /polls`, is called in the record; undefined: it isn't there. */
export function auditedAction(routeKey: string): OperationName | undefined {
  return audited.get(routeKey);
}

/** Parameters of paths that a record never holds: they stand for a voter. */
export const voterParameters: readonly string[] = ['voter', 'responseId'];

/**
 * One entry of a workspace's record. What is done has two: `attempted` is written before anything happens, `done` after
 * it, with the answer's status. One that has no `done` was cut off, and may or may not have happened.
 */
export interface AuditEntry {
  readonly v: 1;
  readonly workspaceId: string;
  /** Each region has four chains of its own, named after it. */
  readonly chain: string;
  /** From 1 on, without gaps. */
  readonly sequence: number;
  /** ISO 8601, by the clock of whoever wrote it. */
  readonly at: string;
  /** `key:<id>`, `person:<id>`, or `unknown` for a key of the first days, which has no id. Never an address. */
  readonly actor: string;
  /** The operation, as in the API's description. */
  readonly action: string;
  readonly phase: 'attempted' | 'done';
  /** The ids in the path. */
  readonly target: Readonly<Record<string, string>>;
  /** By which the logs know it, too. */
  readonly requestId: string;
  /** Of `done`: the answer's HTTP status. */
  readonly status?: number;
  /** Of `done`: the id of what was made. */
  readonly made?: string;
  /** Of `done`: the sequence number of its `attempted`. */
  readonly attempt?: number;
  /** The hash of the entry before; empty for the first. */
  readonly previous: string;
  /** SHA-256 of all of the above, base64url. */
  readonly hash: string;
}

/** Body of `GET /workspace/audit`: chain after chain, each oldest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Leads on; absent on the last page. */
  readonly cursor?: string;
}
