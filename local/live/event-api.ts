import { randomUUID } from 'node:crypto';
import { localAccount } from '../assembly/resolver.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { readChannel } from './channels.ts';
import { badRequest, type LiveError, notAllowed } from './messages.ts';

export type AuthMode = string;

/** An Event API as its template says it. */
export interface EventApiDefinition {
  readonly apiId: string;
  readonly connect: readonly AuthMode[];
  readonly namespaces: ReadonlyMap<
    string,
    { readonly publish: readonly AuthMode[]; readonly subscribe: readonly AuthMode[] }
  >;
  readonly authorizer: FunctionPool | undefined;
  /** Whether whoever signed may publish to the namespace. @default everybody may */
  readonly signerMay?: (authorization: string, namespace: string) => Promise<boolean>;
}

/** The headers of a request, or what a WebSocket's client sends in their place; names in small letters. */
export type Authorization = Readonly<Record<string, string | undefined>>;
export type Operation = 'EVENT_CONNECT' | 'EVENT_SUBSCRIBE' | 'EVENT_PUBLISH';

/** Fixed quotas (https://docs.aws.amazon.com/general/latest/gr/appsync.html); AppSync's KB may be 1,024 bytes. */
const mostEvents = 5;
const mostEventBytes = 240_000;

/** Says who may do what. Signatures of IAM are looked for and not verified: nobody else reaches a laptop's ports. */
export class EventApi {
  readonly #definition: EventApiDefinition;

  constructor(definition: EventApiDefinition) {
    this.#definition = definition;
  }

  /** @returns what is wrong with connecting, if anything is */
  async mayConnect(authorization: Authorization): Promise<LiveError | undefined> {
    const isAllowed = await this.#allows(this.#definition.connect, 'EVENT_CONNECT', authorization);
    return isAllowed ? undefined : notAllowed;
  }

  /** @returns the path to listen to, or what is wrong */
  async maySubscribe(channel: unknown, authorization: Authorization): Promise<string | LiveError> {
    return this.#mayUse(readChannel(channel, true), 'subscribe', authorization);
  }

  /** @returns the path and the events, or what is wrong */
  async mayPublish(
    given: { channel?: unknown; events?: unknown },
    authorization: Authorization,
  ): Promise<{ path: string; events: readonly string[] } | LiveError> {
    const path = await this.#mayUse(readChannel(given.channel, false), 'publish', authorization);
    if (typeof path !== 'string') return path;
    const { events } = given;
    if (!Array.isArray(events) || events.length === 0 || events.length > mostEvents) {
      return badRequest(`A request publishes 1 to ${mostEvents} events.`);
    }
    const isEvent = (event: unknown): event is string => typeof event === 'string' && isJson(event);
    if (!events.every(isEvent)) return badRequest('Each event must be a text that holds JSON.');
    if (events.some((event) => Buffer.byteLength(event) > mostEventBytes)) {
      return badRequest('An event may have 240 KB.');
    }
    return { path, events };
  }

  async #mayUse(
    channel: { path: string; namespace: string } | undefined,
    use: 'publish' | 'subscribe',
    authorization: Authorization,
  ): Promise<string | LiveError> {
    if (!channel) return badRequest('The channel is not valid.');
    const namespace = this.#definition.namespaces.get(channel.namespace);
    if (!namespace) return badRequest(`There is no channel namespace ${channel.namespace}.`);
    const operation = use === 'publish' ? 'EVENT_PUBLISH' : 'EVENT_SUBSCRIBE';
    return (await this.#allows(namespace[use], operation, authorization, channel)) ? channel.path : notAllowed;
  }

  async #allows(
    modes: readonly AuthMode[],
    operation: Operation,
    authorization: Authorization,
    channel?: { path: string; namespace: string },
  ): Promise<boolean> {
    const token = authorization.authorization ?? '';
    const { authorizer, apiId, signerMay } = this.#definition;
    if (token.startsWith('AWS4-HMAC-SHA256 ')) {
      return modes.includes('AWS_IAM') && (await signerMay?.(token, channel?.namespace ?? '')) !== false;
    }
    if (!modes.includes('AWS_LAMBDA') || !authorizer || token === '') return false;
    try {
      const answer = (await authorizer.invoke({
        authorizationToken: token,
        requestContext: {
          apiId,
          accountId: localAccount,
          requestId: randomUUID(),
          operation,
          channelNamespaceName: channel?.namespace ?? null,
          channel: channel?.path ?? null,
        },
        requestHeaders: authorization,
      })) as { isAuthorized?: boolean } | null;
      return answer?.isAuthorized === true;
    } catch {
      return false;
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
