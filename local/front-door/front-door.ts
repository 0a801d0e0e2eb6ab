import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LaptopMetrics } from '../metrics/laptop-metrics.ts';
import type { Region } from '../regions/region.ts';
import type { FakeSes } from '../servers/fake-ses.ts';
import { listen } from '../servers/listen.ts';
import type { SignInServer } from '../servers/sign-in.ts';
import type { TraceStore } from '../tracing/trace-store.ts';
import { serveOutbox } from './outbox.ts';
import { servePageFile } from './page-files.ts';
import { isPicture, type MediaOrigin, servePicture } from './pictures.ts';
import { serveStatus } from './status.ts';
import { serveTraces } from './traces.ts';

/** Says which region is nearest to the client; the DNS would know by itself. */
export const nearestRegionHeader = 'x-nearest-region';
/** Says which region answered. */
export const servedByHeader = 'x-served-by';
/** The laptop's own routes: `GET /_local/regions`, `POST /_local/regions/{name}/stop` and `…/start`. */
const adminPath = '/_local/regions';
/** Each region's queues, for tools: SQS would be asked for them by the stack that made them. */
const queuesPath = '/_local/queues';

export interface FrontDoor {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Stands for CloudFront and Route 53: pages come from their folder, pictures from their bucket; for the API, a client
 * comes to the nearest region, or to another one while that is down. What is under way in a region that stops is cut off, as it would be.
 * For so many milliseconds, clients still come to a region that has stopped, and are cut off: health checks take time.
 * @throws ExplainedError when the port is in use
 */
export async function startFrontDoor(
  regions: readonly Region[],
  {
    media,
    ses,
    signIn,
    metrics,
    traces,
    failoverMs,
  }: {
    media: MediaOrigin;
    ses: FakeSes;
    signIn: SignInServer;
    metrics: LaptopMetrics;
    traces: TraceStore | undefined;
    failoverMs: number;
  },
  port: number,
): Promise<FrontDoor> {
  const server = createServer((request, response) => {
    // An address as a proxy would be asked for it, or `*`: a path is what files and routes are found by.
    if (!request.url?.startsWith('/')) return say(response, 400, { message: 'Bad Request' });
    if (request.url === queuesPath) return tellQueues(regions, response);
    if (serveOutbox(ses, request, response) || serveTraces(traces, request, response)) return;
    if (serveStatus({ regions, metrics, traces }, request, response)) return;
    if (!request.url.startsWith(adminPath)) {
      if (isPicture(request)) servePicture(media, request, response).catch(() => response.destroy());
      else if (!servePageFile(request, response, signIn)) pass(regions, failoverMs, request, response);
      return;
    }
    administer(regions, request, response).catch(() => response.destroy());
  });
  const listening = await listen(server, port);
  return { url: `http://localhost:${listening.port}`, stop: listening.stop };
}

function pass(
  regions: readonly Region[],
  failoverMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const nearest = request.headers[nearestRegionHeader];
  const healthy = regions.filter((region) => region.isRunning || region.downMs < failoverMs);
  const region = healthy.find(({ name }) => name === nearest) ?? healthy[0];
  if (region) {
    response.setHeader(servedByHeader, region.name);
    region.serve(request, response);
  } else say(response, 503, { message: 'No region is up' });
}

function tellQueues(regions: readonly Region[], response: ServerResponse): void {
  const queuesOf = ({ name, servers, stores }: Region) => ({
    name,
    endpoint: servers.sqs.endpoint,
    queues: stores.queues,
  });
  say(response, 200, { regions: regions.map(queuesOf) });
}

async function administer(
  regions: readonly Region[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [name, action] = (request.url ?? '').slice(adminPath.length + 1).split('/');
  const region = regions.find((candidate) => candidate.name === name);
  if (request.method === 'POST') {
    if (!region || (action !== 'stop' && action !== 'start')) {
      return say(response, 404, {
        message: `POST ${adminPath}/{${regions.map((known) => known.name).join('|')}}/{stop|start}`,
      });
    }
    await (action === 'stop' ? region.suspend() : region.resume());
  }
  say(response, 200, { regions: regions.map((known) => ({ name: known.name, up: known.isRunning, url: known.url })) });
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
