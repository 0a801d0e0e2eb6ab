import type { KeyedFunction, routes } from '../../contracts/routes.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import { type ApiEvent, type ApiResult, apiHandler } from './api.ts';
import { requireCaller } from './caller.ts';

type Route = (typeof routes)[number];
type KeyOf<R extends Route> = R extends Route ? `${R['method']} ${R['path']}` : never;
/** The routes of a function, as API Gateway names them in an event. */
type RouteKey<F extends KeyedFunction> = KeyOf<Extract<Route, { function: F }>>;

/** A handler of several routes that ask for one scope: each has its answer, or the type check fails. */
export function routesHandler<F extends KeyedFunction>(
  name: F,
  answers: Readonly<Record<RouteKey<F>, (event: ApiEvent, caller: Caller) => Promise<ApiResult>>>,
) {
  return apiHandler((event) => {
    const caller = requireCaller(event, name);
    const answer = Object.entries<(typeof answers)[RouteKey<F>]>(answers).find(([key]) => key === event.routeKey)?.[1];
    if (!answer) throw new Error(`${name} has no answer for ${event.routeKey}`);
    return answer(event, caller);
  });
}
