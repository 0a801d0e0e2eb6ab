import { createWriteStream, mkdirSync, rmSync, type WriteStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { originKeysVariable } from '../../contracts/edge.ts';
import type { Environment, FunctionName } from '../../contracts/functions.ts';
import { tracingVariables } from '../../contracts/tracing.ts';
import { localTargetsAllowed } from '../../contracts/webhooks.ts';
import type { Assembly } from '../assembly/assembly.ts';
import type { Resolver } from '../assembly/resolver.ts';
import { type Access, accessOf } from '../build/access.ts';
import { busRules, type Targets, targetsOf } from '../build/event-bus.ts';
import { buildFunctions, type Functions } from '../build/functions.ts';
import { buildGateway } from '../build/gateway.ts';
import { buildEventApi, startEventApi } from '../build/live.ts';
import { checkEventSources, startPollers } from '../build/pollers.ts';
import { type Proxies, startProxies } from '../build/proxies.ts';
import { regionOf, regionsOf } from '../build/regions.ts';
import { repeatingSchedules } from '../build/schedules.ts';
import { createStores, type Stores } from '../build/stores.ts';
import type { Faults } from '../chaos/faults.ts';
import { ExplainedError } from '../explained-error.ts';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import type { Guard } from '../iam/guard.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { PlatformLimits } from '../limits.ts';
import type { EventServer } from '../live/event-server.ts';
import type { Meter } from '../metering/meter.ts';
import type { LaptopMetrics } from '../metrics/laptop-metrics.ts';
import type { Poller } from '../pollers/poller.ts';
import type { Checkpoints } from '../pollers/stream-poller.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Servers } from '../servers/servers.ts';
import type { SignInServer } from '../servers/sign-in.ts';
import { writeLimits } from '../service-proxy/write-limits.ts';

export interface RegionProps {
  readonly name: string;
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly servers: Servers;
  readonly signIn: SignInServer;
  readonly logFolder: string;
  readonly mostInstances: number;
  readonly faults: Faults | undefined;
  readonly meter: Meter | undefined;
  readonly limits: PlatformLimits;
  /** Whether the API's routes take as many requests as come, in place of those of the template. */
  readonly unthrottled: boolean;
  /** Decides who may do what; undefined: everybody may do everything. */
  readonly guard: Guard | undefined;
  readonly metrics: LaptopMetrics;
  /** Where functions send spans, all that they make; undefined: they make none. */
  readonly tracesEndpoint: string | undefined;
}

/** Webhooks may come to this very machine, mail goes into the outbox, and whoever signs in may found a workspace. */
const ofLaptop = {
  LOCAL_TARGETS: localTargetsAllowed,
  MAIL_FROM: 'groundswell@laptop.example',
  STUDIO_URL: 'http://localhost:3000',
  SIGN_UP: 'open',
} satisfies Partial<Environment<'deliverWebhooks' | 'sendMail' | 'joinWorkspace'>>;

interface Running {
  readonly functions: Functions;
  /** Undefined while event sources are disabled. */
  pollers: Poller | undefined;
  readonly gateway: Gateway;
  readonly accessLog: WriteStream;
  readonly proxies: Proxies;
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
  #downSince = 0;
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
    const stores = await createStores(props.assembly, props.name, props.resolver, props.servers, props.guard);
    const regions = regionsOf(props.assembly).length;
    for (const table of stores.replicatedTables) props.meter?.knowReplicas(table, regions);
    // What it writes while it is stopped and started again stays together.
    rmSync(props.logFolder, { recursive: true, force: true });
    const region = new Region(props, stores);
    await region.resume();
    return region;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** For how long it has been down, in milliseconds; 0 while it runs. */
  get downMs(): number {
    return this.isRunning ? 0 : performance.now() - this.#downSince;
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
    const { name, resolver, servers, signIn, mostInstances, faults, meter, logFolder, guard, limits } = this.#props;
    const { metrics, tracesEndpoint, unthrottled } = this.#props;
    const assembly = regionOf(this.#props.assembly, name);
    mkdirSync(logFolder, { recursive: true });
    const access = guard && this.#accessBy(guard, () => targets);
    const admits = limits.writesPerSecond && writeLimits(limits.writesPerSecond);
    const proxies = await startProxies({ servers, faults, meter, gate: access?.gate, admits });
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
        ...ofLaptop,
        SIGN_IN_ISSUER: signIn.issuer,
        SIGN_IN_CLIENT_ID: signIn.clientId,
        [tracingVariables.ratio]: tracesEndpoint === undefined ? '0' : '1',
        [tracingVariables.endpoint]: tracesEndpoint ?? '',
        // A laptop that is busy is slow to take them, and loses none.
        [tracingVariables.timeout]: '30000',
      },
      own: proxies.own,
      credentialsOf: access?.credentialsOf,
      logFolder,
      options: { mostInstances, faults, proxy: proxies.all },
      meter,
      observerOf: (lambda) => metrics.functionObserver(name, lambda),
    });
    const targets = targetsOf(this.stores, functions, servers.sqs.endpoint);
    const { deliverSchedule, deliverEvent } = access ?? {
      deliverSchedule: targets.deliver,
      deliverEvent: targets.deliver,
    };
    let gateway: Gateway | undefined;
    try {
      await functions.warm();
      live?.open(buildEventApi(assembly, resolver, functions, guard));
      const accessLog = createWriteStream(join(logFolder, 'access.log'), { flags: 'a' });
      const built = buildGateway(assembly, resolver, functions);
      const routes = unthrottled ? built.routes.map((route) => ({ ...route, throttle: undefined })) : built.routes;
      gateway = await startGateway({ ...built, routes }, Number(this.#url?.port ?? 0), {
        meter,
        onAnswer: (routeKey, status, ms) => metrics.answered(name, routeKey, status, ms),
        // An answer may come when the region has stopped.
        writeLog: (line) => accessLog.writable && accessLog.write(`${line}\n`),
      });
      this.#url = new URL(gateway.url);
      servers.eventBus.connect({ rules: busRules(assembly, resolver, targets), deliver: deliverEvent, faults });
      servers.scheduler.connect(deliverSchedule);
      servers.scheduler.repeat(repeatingSchedules(assembly, resolver, targets));
      guard?.readRoles(name);
      if (guard) await checkEventSources(assembly, resolver, guard);
      this.#running = { functions, pollers: this.#startPollers(functions), gateway, accessLog, proxies, live };
    } catch (error) {
      await gateway?.stop();
      await functions.stop();
      await live?.stop();
      await proxies.stop();
      throw error;
    }
  }

  /** Ends functions in the middle of their work, pollers and API; tables and queues stay. */
  async suspend(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    this.#downSince = performance.now();
    this.servers.scheduler.connect(undefined);
    await running.gateway.stop();
    running.accessLog.end();
    await running.live?.stop();
    await running.functions.stop();
    await running.pollers?.stop();
    await running.proxies.stop();
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

  #accessBy(guard: Guard, targets: () => Targets): Access {
    const { name: region, assembly, resolver } = this.#props;
    return accessOf({ guard, region, assembly, resolver, stores: this.stores, targets });
  }

  /** A function's environment variables, the way to the embedded servers among them. */
  environmentOf(name: FunctionName): Readonly<Record<string, string>> {
    return this.#poolOf(name).function.environment;
  }

  /** Calls a function as an operator does. @throws FunctionError when it fails */
  async invoke(name: FunctionName, event: unknown): Promise<unknown> {
    return this.#poolOf(name).invoke(event);
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
