import { type KeyedFunction, scopeOf } from '../../contracts/routes.ts';
import type { Scope } from '../../contracts/scopes.ts';
import type { Caller } from '../../domain/polls/api-keys.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import type { PollStore } from '../../domain/polls/poll-store.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiEvent } from './api.ts';
import { assertOnRecord } from './on-record.ts';
import { found, pathParameter } from './request.ts';

/**
 * The workspace that calls a function, with the scope that the function's route asks for. A handler knows no workspace but through this, so none can forget to ask.
 * @throws Problem `missing-key` for a key that is unknown or revoked, `missing-scope` for one that may not do this
 */
export function requireCaller(event: ApiEvent, name: KeyedFunction): Caller {
  const context = event.requestContext.authorizer?.lambda;
  if (!context?.workspaceId) throw new Problem('missing-key', 'Send a valid API key in the header x-api-key.');
  const scope = scopeOf(name);
  const scopes = (context.scopes ?? '').split(' ') as Scope[];
  if (!scopes.includes(scope)) throw new Problem('missing-scope', `This needs an API key with the scope ${scope}.`);
  assertOnRecord(event);
  return { workspaceId: context.workspaceId, scopes };
}

/**
 * The poll that the path names, if it is the caller's.
 * @throws as `requireCaller`, and Problem `not-found`, also for another workspace's poll
 */
export async function requireOwnPoll(
  event: ApiEvent,
  name: KeyedFunction,
  polls: Pick<PollStore, 'get'>,
): Promise<Poll> {
  const caller = requireCaller(event, name);
  const poll = await polls.get(pathParameter(event, 'pollId'));
  return found(poll?.workspaceId === caller.workspaceId ? poll : undefined, 'poll');
}
