import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FunctionPool } from '../lambda/function-pool.ts';
import { accessLogLine } from '../metering/access-log.ts';
import { countAnswer } from '../metering/gateway-answers.ts';
import type { Meter } from '../metering/meter.ts';
import { listen } from '../servers/listen.ts';
import { type Authorizer, Authorizers } from './authorizer.ts';
import { type CorsConfiguration, corsHeaders } from './cors.ts';
import { gatewayAnswer, gatewayRefusal, type HttpAnswer, integrationAnswer } from './integration-answer.ts';
import { requestEvent } from './request-event.ts';
import { RouteTable } from './route-table.ts';
import { targetOf } from './target.ts';
import { type ThrottleSettings, tokenBucket } from './throttle.ts';

/** A route of the HTTP API, with all that the template says of it. */
export interface GatewayRoute {
  readonly routeKey: string;
  readonly pool: FunctionPool;
  readonly authorizer: { readonly name: string; readonly definition: Authorizer } | undefined;
  readonly throttle: ThrottleSettings | undefined;
}

export interface GatewayDefinition {
  readonly routes: readonly GatewayRoute[];
  readonly cors: CorsConfiguration | undefined;
  /** Of the line that each request leaves, with variables like `$context.status`. @default no log */
  readonly accessLogFormat?: string | undefined;
}

/** Who looks at a gateway's answers. */
export interface GatewayObservers {
  readonly meter?: Meter | undefined;
  /** @param routeKey `-` for a request that no route takes */
  readonly onAnswer?: (routeKey: string, status: number, ms: number) => void;
  /** Takes each line of the access log, without its end. */
  readonly writeLog?: (line: string) => void;
}

/** A listening HTTP API. */
export interface Gateway {
  readonly url: string;
  /** Answers a request that came in elsewhere. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Cuts off what is under way, wherever it came in. */
  stop(): Promise<void>;
}

/** API Gateway takes bodies of 10 MB and waits 30 seconds for an integration; both are fixed quotas. */
const mostBodyBytes = 10_000_000;
const integrationSeconds = 30;

const preflightAnswer: HttpAnswer = { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) };

/**
 * Serves an HTTP API.
 * @throws ExplainedError when the port is in use
 */
export async function startGateway(
  definition: GatewayDefinition,
  port: number,
  { meter, onAnswer, writeLog }: GatewayObservers = {},
): Promise<Gateway> {
  const table = new RouteTable(
    definition.routes.map((route) => ({
      ...route,
      mayPass: route.throttle ? tokenBucket(route.throttle) : () => true,
    })),
  );
  const authorizers = new Authorizers();

  const answer = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const url = targetOf(request);
    if (!url) return gatewayAnswer(400, 'Bad Request');
    const match = table.match(request.method ?? 'GET', url.pathname);
    if (!match) return gatewayAnswer(404, 'Not Found');
    const { route, pathParameters } = match;
    // API Gateway can't say when to come back; the front door in front of it does, here and at the edge.
    if (!route.mayPass()) return gatewayRefusal(429, 'Too Many Requests', { 'retry-after': '1' });
    const body = await readBody(request);
    if (!body) return gatewayAnswer(413, 'Request Entity Too Large');
    const event = requestEvent({ request, url, routeKey: route.routeKey, pathParameters, body });
    let authorized: unknown;
    if (route.authorizer) {
      const authorization = await authorizers.ask(route.authorizer.name, route.authorizer.definition, event);
      if ('refusal' in authorization) {
        return gatewayRefusal(authorization.refusal.status, authorization.refusal.message);
      }
      authorized = { lambda: authorization.context };
    }
    const context = { ...event.requestContext, ...(authorized ? { authorizer: authorized } : {}) };
    return invoke(route.pool, { ...event, requestContext: context });
  };

  const count = (request: IncomingMessage, answered: HttpAnswer, receivedAt: number) => {
    const pathname = targetOf(request)?.pathname;
    const match = pathname === undefined ? undefined : table.match(request.method ?? 'GET', pathname);
    const routeKey = match?.route.routeKey ?? '-';
    const ms = performance.now() - receivedAt;
    onAnswer?.(routeKey, answered.status, ms);
    const logLine = accessLogLine(definition.accessLogFormat, {
      routeKey,
      status: answered.status,
      responseLatency: Math.round(ms),
      responseLength: answered.body.length,
    });
    writeLog?.(logLine);
    if (meter) countAnswer(meter, { request, answered, logLine });
  };

  const underWay = new Set<ServerResponse>();
  const serve: Gateway['serve'] = (request, response) => {
    const receivedAt = performance.now();
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    const cors = corsHeaders(definition.cors, request) ?? {};
    const reply = (given: HttpAnswer) => {
      const answered = { ...given, headers: { ...given.headers, ...cors } };
      count(request, answered, receivedAt);
      write(response, answered);
    };
    if (request.method === 'OPTIONS' && Object.keys(cors).length > 0) return reply(preflightAnswer);
    answer(request)
      .catch(() => gatewayAnswer(500, 'Internal Server Error'))
      .then(reply);
  };
  const listening = await listen(createServer(serve), port);
  return {
    url: `http://localhost:${listening.port}`,
    serve,
    async stop() {
      for (const response of underWay) response.destroy();
      await listening.stop();
    },
  };
}

/** @returns undefined when the body is larger than API Gateway takes */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= mostBodyBytes) chunks.push(chunk as Buffer);
  }
  return bytes > mostBodyBytes ? undefined : Buffer.concat(chunks);
}

async function invoke(pool: FunctionPool, event: unknown): Promise<HttpAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HttpAnswer>((resolve) => {
    timer = setTimeout(() => resolve(gatewayAnswer(503, 'Service Unavailable')), integrationSeconds * 1_000);
  });
  const answered = pool.invoke(event).then(integrationAnswer, () => gatewayAnswer(500, 'Internal Server Error'));
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function write(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.cookies.length > 0 ? { 'set-cookie': [...answer.cookies] } : {}),
  });
  response.end(answer.body);
}
