import { isAuditedFunction } from '../../contracts/audit.ts';
import type { FunctionName } from '../../contracts/functions.ts';
import type { KeyedFunction, routes } from '../../contracts/routes.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import { type ApiEvent, type ApiResult, apiHandler } from './api.ts';
import { auditedHandler } from './audited-handler.ts';
import { requireCaller } from './caller.ts';

type Route = (typeof routes)[number];
type KeyOf<R extends Route> = R extends Route ? `${R['method']} ${R['path']}` : never;
/** The routes of a function, as API Gateway names them in an event. */
type RouteKey<F extends FunctionName> = KeyOf<Extract<Route, { function: F }>>;
type Answers<F extends FunctionName, Known extends readonly unknown[]> = Readonly<
  Record<RouteKey<F>, (event: ApiEvent, ...known: Known) => Promise<ApiResult>>
>;
/** A function all of whose routes take no API key. */
type PublicFunction = Exclude<Route['function'], KeyedFunction>;

/** A handler of several routes that ask for one scope: each has its answer, or the type check fails. */
export function routesHandler<F extends KeyedFunction>(name: F, answers: Answers<F, [Caller]>) {
  const answer = async (event: ApiEvent): Promise<ApiResult> => {
    const caller = requireCaller(event, name);
    return answerOf(name, answers, event)(event, caller);
  };
  return isAuditedFunction(name) ? auditedHandler(name, answer) : apiHandler(answer);
}

/** The same for public routes, which see for themselves who calls. */
export function publicRoutesHandler<F extends PublicFunction>(name: F, answers: Answers<F, []>) {
  return apiHandler((event) => answerOf(name, answers, event)(event));
}

function answerOf<F extends FunctionName, Known extends readonly unknown[]>(
  name: F,
  answers: Answers<F, Known>,
  { routeKey }: ApiEvent,
): Answers<F, Known>[RouteKey<F>] {
  const [, answer] = Object.entries<Answers<F, Known>[RouteKey<F>]>(answers).find(([key]) => key === routeKey) ?? [];
  if (!answer) throw new Error(`${name} has no answer for ${routeKey}`);
  return answer;
}
