import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Faults } from '../chaos/faults.ts';
import { withoutCaller } from '../iam/access-key.ts';
import { ownGate, type ServiceGate } from '../iam/service-gate.ts';
import { listen } from '../servers/listen.ts';

/** The services that functions call through the proxy, by the variable that names their address. */
export type ServiceEndpoints = Readonly<Record<string, string>>;

/** Stands between functions and the embedded servers: calls can be looked at, and fail as AWS documents that they may. */
export interface ServiceProxy {
  /** The addresses of the services for one instance of a function. */
  endpointsFor(instance: Instance): ServiceEndpoints;
  stop(): Promise<void>;
}

/** An instance of a function as the proxy knows it. */
export interface Instance {
  /** Unlike any other's. */
  readonly name: string;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): void;
}

/** What a call asks of which service: `dynamodb`, `sqs`, `eventbridge`, and `PutItem`, `SendMessage` and so on. */
export interface ServiceCall {
  readonly service: string;
  readonly operation: string;
}

/**
 * Looks at the calls that reach a service which speaks JSON alone. Of the others, such as EventBridge Scheduler and S3,
 * method and path say what is asked: their calls go through as they are.
 */
export interface CallObserver {
  /** @returns what is sent to the service in place of the request */
  prepare(call: ServiceCall, request: object): object;
  /** The service has answered, whether the function ever hears of it or not. */
  answered(call: ServiceCall, request: object, answer: object): void;
}

export interface ServiceProxyProps {
  readonly services: ServiceEndpoints;
  /** @default all calls go well */
  readonly faults?: Faults | undefined;
  /** @default nobody looks */
  readonly observer?: CallObserver | undefined;
  /** Whether a call that speaks JSON may pass, or is throttled. @default all may */
  readonly admits?: ((call: ServiceCall, request: object) => boolean) | undefined;
  /** @default everybody may do everything */
  readonly gate?: ServiceGate | undefined;
}

/** Names the address of the tables. */
const tablesVariable = 'AWS_ENDPOINT_URL_DYNAMODB';

/** What AWS answers when it is too busy, or has a failure inside. */
const throttled = { status: 400, type: 'ThrottlingException' };
const failed = { status: 500, type: 'InternalServerError' };
const exceeded = { status: 400, type: 'ProvisionedThroughputExceededException' };

export async function startServiceProxy({
  services,
  faults,
  observer,
  admits,
  gate,
}: ServiceProxyProps): Promise<ServiceProxy> {
  const names = Object.keys(services);
  const instances = new Map<string, Instance>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const { port, stop } = await listen(server);

  /** Paths are `/<number of the service>/<instance>/<path at the service>`. */
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, service = '', name = '', ...path] = (request.url ?? '').split('/');
    const variable = names[Number(service)] ?? '';
    const endpoint = services[variable];
    const instance = instances.get(name);
    if (!endpoint || !instance) return void response.writeHead(404).end();
    const body = await buffer(request);
    const call = callOf(variable, request);
    if (variable === tablesVariable && faults?.happens('tableThrottled')) return refuse(response, variable, exceeded);
    if (faults?.goesOn('callThrottled', name) || !mayPass(call, body)) return refuse(response, variable, throttled);
    if (faults?.goesOn('callFails', name)) return refuse(response, variable, failed);
    const { method = 'POST', headers } = request;
    const refused = await gate?.refuse({ ...call, method, path: `/${path.join('/')}`, headers, body });
    if (refused) return void response.writeHead(refused.status, refused.headers).end(refused.body);
    const diesBefore = faults?.happens('functionDiesBetween') ?? false;
    const takesEffect = !diesBefore || (faults?.draw('functionDiesBetween') ?? 0) < 0.5;
    const url = `${endpoint.replace(/\/$/, '')}/${path.join('/')}`;
    const send = (sent: Buffer) => forward(url, call.service === ownGate ? headers : anonymous(headers), method, sent);
    const answer = takesEffect ? await observed(call, body, send) : undefined;
    if (diesBefore) instance.kill();
    if (!answer || diesBefore || faults?.happens('callAnswerLost')) return void response.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  function mayPass(call: ServiceCall, body: Buffer): boolean {
    return !admits || call.operation === '' || admits(call, parse(body));
  }

  async function observed(call: ServiceCall, body: Buffer, send: (body: Buffer) => Promise<Forwarded>) {
    if (!observer || call.operation === '') return send(body);
    const request = parse(body);
    const answer = await send(Buffer.from(JSON.stringify(observer.prepare(call, request))));
    observer.answered(call, request, parse(answer.body));
    return answer;
  }

  return {
    endpointsFor(instance) {
      instances.set(instance.name, instance);
      return Object.fromEntries(
        names.map((name, index) => [name, `http://127.0.0.1:${port}/${index}/${instance.name}`]),
      );
    },
    stop,
  };
}

/** The variable `AWS_ENDPOINT_URL_SQS` names the service, the header `x-amz-target: AmazonSQS.SendMessage` the operation. */
function callOf(variable: string, request: IncomingMessage): ServiceCall {
  const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
  return { service: variable.replace('AWS_ENDPOINT_URL_', '').toLowerCase(), operation };
}

function parse(body: Buffer): object {
  return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as object);
}

function refuse(response: ServerResponse, variable: string, error: { status: number; type: string }): void {
  if (variable === 'AWS_ENDPOINT_URL_S3') {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    const [status, code] = error === throttled ? [503, 'SlowDown'] : [500, 'InternalError'];
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>A fault of the platform, on purpose</Message></Error>`);
    return;
  }
  // Services that speak REST look for the error's type in a header.
  response.writeHead(error.status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.type });
  response.end(JSON.stringify({ __type: error.type, message: 'A fault of the platform, on purpose' }));
}

interface Forwarded {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The headers of a call without who makes it, which is no embedded server's business. */
function anonymous(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { authorization } = headers;
  return authorization === undefined ? headers : { ...headers, authorization: withoutCaller(authorization) };
}

async function forward(url: string, given: IncomingHttpHeaders, method: string, body: Buffer): Promise<Forwarded> {
  const { host: _host, connection: _connection, expect: _expect, ...headers } = given;
  const outgoing = send(url, { method, headers: { ...headers, 'content-length': body.length } });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { connection: _kept, 'transfer-encoding': _chunked, ...answered } = answer.headers;
  return { status: answer.statusCode ?? 502, headers: answered, body: await buffer(answer) };
}
