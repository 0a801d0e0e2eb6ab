import type { FunctionPool } from '../lambda/function-pool.ts';
import type { RequestEvent } from './request-event.ts';

/** A Lambda authorizer of the kind REQUEST with simple responses. */
export interface Authorizer {
  readonly pool: FunctionPool;
  /** `$request.header.<name>`: a request without one of them is refused without asking. */
  readonly identitySource: readonly string[];
  readonly memorySeconds: number;
}

/** What comes of asking: the context for the integration, or an answer in API Gateway's own words. */
export type Authorization =
  | { readonly context: unknown }
  | { readonly refusal: { readonly status: number; readonly message: string } };

const unauthorized = { status: 401, message: 'Unauthorized' };
const forbidden = { status: 403, message: 'Forbidden' };
const failed = { status: 500, message: 'Internal Server Error' };

/** Asks authorizers, and remembers their answers by identity for as long as the template says. */
export class Authorizers {
  readonly #memory = new Map<string, { authorization: Authorization; until: number }>();

  async ask(name: string, authorizer: Authorizer, event: RequestEvent): Promise<Authorization> {
    const identity = authorizer.identitySource.map(
      (source) => event.headers[source.split('.').at(-1)?.toLowerCase() ?? ''] ?? '',
    );
    if (identity.some((value) => value === '')) return { refusal: unauthorized };
    const key = JSON.stringify([name, ...identity]);
    const remembered = this.#memory.get(key);
    if (remembered && Date.now() < remembered.until) return remembered.authorization;
    try {
      const { body: _body, ...request } = event as RequestEvent & { body?: string };
      const answer = (await authorizer.pool.invoke({
        ...request,
        type: 'REQUEST',
        identitySource: identity,
        routeArn: `arn:aws:execute-api:local/${event.routeKey}`,
      })) as { isAuthorized?: boolean; context?: unknown } | null;
      const authorization: Authorization = answer?.isAuthorized
        ? { context: answer.context ?? {} }
        : { refusal: forbidden };
      this.#memory.set(key, { authorization, until: Date.now() + authorizer.memorySeconds * 1_000 });
      return authorization;
    } catch {
      return { refusal: failed };
    }
  }
}
