import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { originKeysVariable } from '../../contracts/edge.ts';
import type { Environment, FunctionName } from '../../contracts/functions.ts';
import { tracingVariables } from '../../contracts/tracing.ts';
import { localTargetsAllowed } from '../../contracts/webhooks.ts';
import type { Assembly } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { busRules, targetsOf } from '../build/event-bus.ts';
import { buildFunctions, type Functions } from '../build/functions.ts';
import { buildGateway } from '../build/gateway.ts';
import { buildEventApi, startEventApi } from '../build/live.ts';
import { startPollers } from '../build/pollers.ts';
import { regionOf, regionsOf } from '../build/regions.ts';
import { createStores, type Stores } from '../build/stores.ts';
import type { Faults } from '../chaos/faults.ts';
import { ExplainedError } from '../explained-error.ts';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { EventServer } from '../live/event-server.ts';
import type { Meter } from '../metering/meter.ts';
import { countCalls } from '../metering/service-calls.ts';
import type { LaptopMetrics } from '../metrics/laptop-metrics.ts';
import type { Poller } from '../pollers/poller.ts';
import type { Checkpoints } from '../pollers/stream-poller.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Servers } from '../servers/servers.ts';
import { type ServiceProxy, startServiceProxy } from '../service-proxy/service-proxy.ts';

export interface RegionProps {
  readonly name: string;
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly servers: Servers;
  readonly logFolder: string;
  readonly mostInstances: number;
  readonly faults: Faults | undefined;
  readonly meter: Meter | undefined;
  readonly metrics: LaptopMetrics;
  /** Where functions send spans, all that they make; undefined: they make none. */
  readonly tracesEndpoint: string | undefined;
}

/** Webhooks may come to this very machine, and mail goes into the outbox. */
const notifying = {
  LOCAL_TARGETS: localTargetsAllowed,
  MAIL_FROM: 'groundswell@laptop.example',
} satisfies Partial<Environment<'deliverWebhooks'>>;

interface Running {
  readonly functions: Functions;
  /** Undefined while event sources are disabled. */
  pollers: Poller | undefined;
  readonly gateway: Gateway;
  readonly proxy: ServiceProxy | undefined;
  readonly live: EventServer | undefined;
}

/**
 * One region of the stage. Its tables and queues stand as long as the program does; its functions, pollers and API
 * can be stopped, as when the region fails, and started again.
 */
export class Region {
  readonly name: string;
  readonly servers: Servers;
  readonly stores: Stores;
  readonly #props: RegionProps;
  readonly #checkpoints: Checkpoints = new Map();
  #running: Running | undefined;
  #url: URL | undefined;
  /** `localhost:PORT` of its Event API. */
  #liveHost: string | undefined;

  private constructor(props: RegionProps, stores: Stores) {
    this.name = props.name;
    this.servers = props.servers;
    this.stores = stores;
    this.#props = props;
  }

  /**
   * Makes the region's tables and queues, and starts it.
   * @throws ExplainedError for what a person can mend
   */
  static async start(props: RegionProps): Promise<Region> {
    const stores = await createStores(props.assembly, props.name, props.resolver, props.servers);
    const regions = regionsOf(props.assembly).length;
    for (const table of stores.replicatedTables) props.meter?.knowReplicas(table, regions);
    const region = new Region(props, stores);
    await region.resume();
    return region;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The address of its HTTP API, whether it answers or not. */
  get url(): string {
    return this.#url?.origin ?? '';
  }

  /** Answers a request to its HTTP API that came in at the front door; cuts it off while the region is down. */
  serve(request: IncomingMessage, response: ServerResponse): void {
    if (this.#running) this.#running.gateway.serve(request, response);
    else response.destroy();
  }

  get functionCount(): number {
    return this.#running?.functions.pools.size ?? 0;
  }

  /** Starts functions, pollers and API; does nothing where they run. */
  async resume(): Promise<void> {
    if (this.#running) return;
    const { name, resolver, servers, mostInstances, faults, meter, metrics, logFolder, tracesEndpoint } = this.#props;
    const assembly = regionOf(this.#props.assembly, name);
    mkdirSync(logFolder, { recursive: true });
    const observer = meter && countCalls(meter);
    const proxy =
      faults || observer ? await startServiceProxy({ services: servers.endpoints, faults, observer }) : undefined;
    const live = await startEventApi(assembly, resolver, this.#liveHost, meter);
    this.#liveHost = live?.host;
    const functions = buildFunctions({
      assembly,
      resolver,
      environment: {
        AWS_REGION: name,
        AWS_ACCESS_KEY_ID: localCredentials.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: localCredentials.credentials.secretAccessKey,
        ...servers.endpoints,
        // Nothing stands in front of a laptop's API.
        [originKeysVariable]: '',
        ...notifying,
        [tracingVariables.ratio]: tracesEndpoint === undefined ? '0' : '1',
        [tracingVariables.endpoint]: tracesEndpoint ?? '',
        // A laptop that is busy is slow to take them, and loses none.
        [tracingVariables.timeout]: '30000',
      },
      own: {
        prepareAudience: {
          AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: servers.capacity.endpoint,
          AWS_ENDPOINT_URL_DYNAMODB: servers.capacity.endpoint,
        },
      },
      logFolder,
      options: { mostInstances, faults, proxy },
      meter,
      observerOf: (lambda) => metrics.functionObserver(name, lambda),
    });
    try {
      await functions.warm();
      live?.open(buildEventApi(assembly, resolver, functions));
      const gateway = await startGateway(buildGateway(assembly, resolver, functions), Number(this.#url?.port ?? 0), {
        meter,
        onAnswer: (routeKey, status, ms) => metrics.answered(name, routeKey, status, ms),
      });
      this.#url = new URL(gateway.url);
      const targets = targetsOf(this.stores, functions, servers.sqs.endpoint);
      servers.scheduler.connect(targets.deliver);
      servers.eventBus.connect({ rules: busRules(assembly, resolver, targets), deliver: targets.deliver, faults });
      this.#running = { functions, pollers: this.#startPollers(functions), gateway, proxy, live };
    } catch (error) {
      await functions.stop();
      await live?.stop();
      await proxy?.stop();
      throw error;
    }
  }

  /** Ends functions in the middle of their work, pollers and API; tables and queues stay. */
  async suspend(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    this.servers.scheduler.connect(undefined);
    await running.gateway.stop();
    await running.live?.stop();
    await running.functions.stop();
    await running.pollers?.stop();
    await running.proxy?.stop();
  }

  /** Stops reading queues and streams, once the batches under way are done; what comes in waits there. */
  async disableEventSources(): Promise<void> {
    const running = this.#running;
    const pollers = running?.pollers;
    if (!running || !pollers) return;
    running.pollers = undefined;
    await pollers.stop();
  }

  /** Reads queues and streams again, from where it was left. */
  enableEventSources(): void {
    const running = this.#running;
    if (running) running.pollers ??= this.#startPollers(running.functions);
  }

  #startPollers(functions: Functions): Poller {
    const { name, assembly, ...given } = this.#props;
    const own = { assembly: regionOf(assembly, name), stores: this.stores, functions, checkpoints: this.#checkpoints };
    return startPollers({ ...given, ...own });
  }

  /** A function's environment variables, the way to the embedded servers among them. */
  environmentOf(name: FunctionName): Readonly<Record<string, string>> {
    return this.#poolOf(name).function.environment;
  }

  /** Ends all instances of a function in the middle of their work. */
  async kill(name: FunctionName): Promise<void> {
    await this.#poolOf(name).kill();
  }

  #poolOf(name: FunctionName): FunctionPool {
    const pool = this.#running?.functions.named(name);
    if (!pool) throw new ExplainedError(`${this.name} runs no function ${name}.`);
    return pool;
  }
}
