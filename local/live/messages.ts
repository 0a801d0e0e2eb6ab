import { z } from 'zod';

/** What a client sends over its WebSocket (https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html). */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connection_init') }),
  z.object({
    type: z.literal('subscribe'),
    id: z.string().min(1).max(128),
    channel: z.unknown(),
    authorization: z.record(z.string(), z.string()).default({}),
  }),
  z.object({ type: z.literal('unsubscribe'), id: z.string() }),
  z.object({
    type: z.literal('publish'),
    id: z.string().min(1).max(128),
    channel: z.unknown(),
    events: z.unknown(),
    authorization: z.record(z.string(), z.string()).default({}),
  }),
]);
export type ClientMessage = z.output<typeof clientMessage>;
export type SubscribeMessage = Extract<ClientMessage, { type: 'subscribe' }>;
export type PublishMessage = Extract<ClientMessage, { type: 'publish' }>;

/** How AppSync names what is wrong. */
export interface LiveError {
  readonly errorType: string;
  readonly message: string;
  /** The HTTP status that it has, or would have. */
  readonly errorCode: number;
}

const error =
  (errorType: string, errorCode: number) =>
  (message: string): LiveError => ({ errorType, message, errorCode });

export const badRequest = error('BadRequestException', 400);
export const unauthorized = error('UnauthorizedException', 401);
export const unsupported = error('UnsupportedOperation', 400);
export const limitExceeded = error('MaxSubscriptionsReachedError', 400);
export const unknownId = error('UnknownOperationError', 400);

export const notAllowed = unauthorized('You are not authorized to make this call.');

/** A frame that tells an error. */
export function errorFrame(type: string, errors: readonly LiveError[], id?: string): string {
  return JSON.stringify({ ...(id === undefined ? {} : { id }), type, errors });
}
