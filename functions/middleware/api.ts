import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { logEvents } from '../../contracts/observability.ts';
import { Problem, toDocument } from '../../domain/problem.ts';
import { logger } from './logger.ts';
import { requireOriginKey } from './origin-key.ts';
import { traceRequest } from './trace-request.ts';

/** What `authorizeKey` says of the caller; empty for a key that isn't valid. */
export type AuthorizerContext =
  | { readonly workspaceId?: string; readonly scopes?: string; readonly actor?: string }
  | undefined;
export type ApiEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<AuthorizerContext>;
export type ApiResult = APIGatewayProxyStructuredResultV2;

/**
 * A handler of an API route: its function takes the request and gives the answer; whatever it throws leaves as a
 * problem document, never as a stack trace. A request that didn't come through CloudFront is refused before.
 */
export function apiHandler(answer: (event: ApiEvent) => Promise<ApiResult>) {
  const handler = middy<ApiEvent, ApiResult, Error, Context>()
    .use({
      before: (request) => requireOriginKey(request.event.headers),
      onError: (request) => {
        request.response = refusal(request.error, request.event);
      },
    })
    .handler(answer);
  return (event: ApiEvent, context: Context) => traceRequest(event, () => handler(event, context));
}

/** A JSON answer. */
export function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): ApiResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

function refusal(error: unknown, event: ApiEvent): ApiResult {
  const problem = error instanceof Problem ? error : unexpected(error, event);
  const document = toDocument(problem);
  return {
    statusCode: document.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(document.status === 503 ? { 'retry-after': '1' } : {}),
    },
    body: JSON.stringify({ ...document, instance: event.requestContext.requestId }),
  };
}

/** What a service tells when it is overloaded for the moment: trying again later is right. */
const passing: readonly string[] = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TimeoutError',
];

function unexpected(error: unknown, event: ApiEvent): Problem {
  const name = error instanceof Error ? error.name : 'unknown';
  logger.error('The request failed', {
    event: logEvents.requestFailed,
    requestId: event.requestContext.requestId,
    route: event.routeKey,
    error: error instanceof Error ? { name, message: error.message, stack: error.stack } : undefined,
  });
  return passing.includes(name)
    ? new Problem('unavailable', 'Try again in a moment.')
    : new Problem('internal', 'The error has been logged; name the instance when you report it.');
}
