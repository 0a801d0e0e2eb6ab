import type { APIGatewayProxyEventV2WithLambdaAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { traceParentName } from '../../contracts/tracing.ts';
import { readTraceParent, type TraceParent } from '../../domain/tracing/trace-parent.ts';
import { failSpan, inSpan } from '../../stores/spans.ts';
import { functionName, invoked, traceRatio } from './tracing.ts';

type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<{ readonly workspaceId?: string } | undefined>;
type Result = APIGatewayProxyStructuredResultV2;

/**
 * Answers a request in two spans: one from its arrival at API Gateway, which makes none by itself, so that it shows the
 * cold start, too; and in it the function's own.
 */
export function traceRequest(event: Event, answer: () => Promise<Result>): Promise<Result> {
  const { routeKey, requestContext } = event;
  const [method = '', route = ''] = routeKey.split(' ');
  const request = {
    name: routeKey,
    kind: 'SERVER',
    attributes: { 'http.request.method': method, 'http.route': route, 'aws.request_id': requestContext.requestId },
    parent: traceOfCaller(event) ?? 'none',
    startedAt: requestContext.timeEpoch,
  } as const;
  return invoked(request, async (span) => {
    const result = await inSpan({ name: functionName }, answer);
    const { statusCode = 200 } = result;
    span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) failSpan(span, new Error(String(statusCode)));
    return result;
  });
}

/**
 * The trace of whoever calls, from those only who have shown a key: anybody else could mix their requests into others'
 * traces. Whether it is kept is for us to say, as it is for us to pay.
 */
function traceOfCaller({ headers, requestContext }: Event): TraceParent | undefined {
  if (!requestContext.authorizer?.lambda?.workspaceId) return undefined;
  const given = readTraceParent(headers[traceParentName]);
  return given && { ...given, isSampled: Math.random() < traceRatio };
}
