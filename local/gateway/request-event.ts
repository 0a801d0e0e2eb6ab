import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Target } from './target.ts';

/** A request as API Gateway hands it to an integration or authorizer, payload format 2.0. */
export type RequestEvent = ReturnType<typeof requestEvent>;

/**
 * Makes the event of a request. See
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestEvent(given: {
  request: IncomingMessage;
  url: Target;
  routeKey: string;
  pathParameters: Readonly<Record<string, string>>;
  body: Buffer;
}) {
  const { request, url, routeKey, pathParameters, body } = given;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const query = Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')]),
  );
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'local',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? bodyOf(body) : { isBase64Encoded: false }),
  };
}

/** Text stays text; bytes that are no UTF-8 come in Base64. */
function bodyOf(body: Buffer): { body: string; isBase64Encoded: boolean } {
  const text = body.toString('utf8');
  return Buffer.from(text).equals(body)
    ? { body: text, isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}
