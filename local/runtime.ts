import { basename, join, resolve } from 'node:path';
import type { FunctionName } from '../contracts/functions.ts';
import { assemblyOf } from './assemblies.ts';
import { readAssembly } from './assembly/assembly.ts';
import { Resolver } from './assembly/resolver.ts';
import { regionsOf } from './build/regions.ts';
import { createSecrets } from './build/stores.ts';
import type { Faults } from './chaos/faults.ts';
import { ExplainedError } from './explained-error.ts';
import { startFrontDoor } from './front-door/front-door.ts';
import { CallLog } from './iam/call-log.ts';
import { Guard } from './iam/guard.ts';
import { s3Gate } from './iam/s3-gate.ts';
import type { PlatformLimits } from './limits.ts';
import type { Meter } from './metering/meter.ts';
import { LaptopMetrics } from './metrics/laptop-metrics.ts';
import { Region } from './regions/region.ts';
import { type Replication, startReplication } from './replication/replication.ts';
import { startFakeSecretsManager } from './servers/fake-secrets-manager.ts';
import { startFakeSes } from './servers/fake-ses.ts';
import { startServers } from './servers/servers.ts';
import { type SignInServer, startSignIn } from './servers/sign-in.ts';
import { startTraceReceiver } from './tracing/receiver.ts';
import type { TraceStore } from './tracing/trace-store.ts';

export interface RuntimeOptions {
  /** @default dev */
  readonly stage?: string;
  /** In how many regions it runs. @default 1 */
  readonly regions?: number;
  /** Where the API listens; 0 takes any free port. */
  readonly port: number;
  /** Where state outlives the program. @default in memory */
  readonly dataFolder?: string;
  /** A folder with a cloud assembly. @default the app is synthesized */
  readonly assemblyFolder?: string;
  /** Where logs are written. @default .groundswell in the working directory */
  readonly workFolder?: string;
  /** Instances of a function at once. @default 4 */
  readonly mostInstances?: number;
  /** What the platform does to the system. @default nothing */
  readonly faults?: Faults;
  /** For how long clients still come to a region that has stopped, in milliseconds. @default 0 */
  readonly failoverMs?: number;
  /** Counts what AWS would bill. @default nothing is counted, and functions call the servers directly */
  readonly meter?: Meter;
  /** Limits of AWS's that it keeps to. @default none but those of the templates */
  readonly limits?: PlatformLimits;
  /** Whether the API takes requests as fast as they come. @default as the template throttles its routes */
  readonly unthrottled?: boolean;
  /** Whether calls are denied that the policies of the templates don't allow. @default all calls go through */
  readonly enforceIam?: boolean;
  /** A folder in which it is written down who called what. @default nowhere; needs `enforceIam` */
  readonly callsFolder?: string | undefined;
  /** Told of each call that the policies don't allow. */
  readonly onDenied?: (message: string) => void;
  /** Traces all requests. @default no function makes a span */
  readonly traces?: {
    /** Where spans go besides, by OTLP over HTTP, without `/v1/traces`. @default they stay in this program */
    readonly passOnTo?: string;
  };
  /** Told of each step when it is done. */
  readonly onStep?: (step: string) => void;
}

/** A running backend. */
export interface Runtime {
  readonly apiUrl: string;
  /** Where people sign in. */
  readonly signIn: SignInServer;
  /** Every region, home first. */
  readonly regions: readonly Region[];
  /** A function's environment variables at home, the way to the embedded servers among them. */
  environmentOf(name: FunctionName): Readonly<Record<string, string>>;
  /** Ends all instances of a function in the middle of their work, in every region. */
  kill(name: FunctionName): Promise<void>;
  /**
   * Messages in each queue, by its region and logical id.
   * @param part of the ids that are wanted, such as `Accepted`: others may hide messages for minutes on purpose
   */
  queueDepths(part?: string): Readonly<Record<string, number>>;
  /** What the policies didn't allow so far, in AWS's words. */
  denials(): readonly string[];
  /** Undefined where nothing is traced. */
  readonly traces: TraceStore | undefined;
  /** Writes that other regions don't have yet. */
  pendingReplications(): number;
  /** Holds up the replication of tables between regions, or lets it go on from where it was. */
  holdReplication(isHeld: boolean): void;
  stop(): Promise<void>;
}

/**
 * Runs what the CDK app synthesizes: its tables, queues and secrets on embedded servers, its functions in threads,
 * its event sources by pollers, its API over HTTP; each region by itself, behind one front door.
 * @throws ExplainedError for what a person can mend
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  const step = options.onStep ?? (() => {});
  try {
    const workFolder = options.workFolder ?? resolve('.groundswell');
    const folder = options.assemblyFolder ?? (await assemblyOf(options.stage ?? 'dev', options.regions ?? 1));
    if (options.assemblyFolder === undefined) step('Synthesized the CDK app');
    const assembly = readAssembly(folder);
    const resolver = new Resolver(assembly);
    const names = regionsOf(assembly);
    const isAlone = names.length === 1;
    const log = options.callsFolder === undefined ? undefined : new CallLog(options.callsFolder);
    const guard = options.enforceIam ? new Guard({ assembly, resolver, log, onDenied: options.onDenied }) : undefined;

    const secretsManager = await startFakeSecretsManager(options.dataFolder);
    started.push(secretsManager);
    createSecrets(assembly, resolver, secretsManager);
    const ses = await startFakeSes(join(workFolder, 'outbox'));
    started.push(ses);
    const signIn = await startSignIn();
    started.push(signIn);
    const receiver = options.traces && (await startTraceReceiver(options.traces.passOnTo));
    if (receiver) started.push(receiver);
    const metrics = new LaptopMetrics();
    const regions: Region[] = [];
    for (const name of names) {
      const part = (base: string) => (isAlone ? base : join(base, name));
      const dataFolder = options.dataFolder && part(options.dataFolder);
      const servers = await startServers(dataFolder, secretsManager, ses, regions[0]?.servers, guard && s3Gate(guard));
      started.push(servers);
      const region = await Region.start({
        name,
        assembly,
        resolver,
        servers,
        signIn,
        logFolder: part(join(workFolder, 'logs')),
        mostInstances: options.mostInstances ?? 4,
        faults: options.faults,
        meter: options.meter,
        limits: options.limits ?? {},
        unthrottled: options.unthrottled ?? false,
        guard,
        metrics,
        tracesEndpoint: receiver?.endpoint,
      });
      started.push({ stop: () => region.suspend() });
      regions.push(region);
      step(`Started ${name}: DynamoDB, SQS and ${region.functionCount} functions`);
    }
    const [home] = regions;
    if (!home) throw new ExplainedError(`${folder} holds no stack.`);
    if (guard && options.assemblyFolder === undefined) {
      log?.writeRoles(
        basename(folder),
        names.flatMap((name) => guard.readRoles(name)),
      );
    }

    let isHeld = false;
    const replication = isAlone ? undefined : replicate(regions, () => isHeld, options.faults);
    if (replication) started.push(replication);
    const media = {
      endpoint: home.servers.s3.endpoint,
      bucket: home.environmentOf('processUpload').MEDIA_BUCKET ?? '',
    };
    const parts = { media, ses, signIn, metrics, traces: receiver?.store, failoverMs: options.failoverMs ?? 0 };
    const frontDoor = await startFrontDoor(regions, parts, options.port);
    started.push(frontDoor);

    return {
      apiUrl: frontDoor.url,
      signIn,
      regions,
      environmentOf: (name) => home.environmentOf(name),
      async kill(name) {
        await Promise.all(regions.filter((region) => region.isRunning).map((region) => region.kill(name)));
      },
      queueDepths: (part = '') =>
        Object.fromEntries(
          regions.flatMap(({ name, stores }) =>
            Object.entries(stores.queueDepths())
              .filter(([queue]) => queue.includes(part))
              .map(([queue, depth]) => [`${name}/${queue}`, depth]),
          ),
        ),
      denials: () => (guard?.denials ?? []).map(({ message }) => message),
      traces: receiver?.store,
      pendingReplications: () => replication?.pending() ?? 0,
      holdReplication(held) {
        isHeld = held;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function replicate(regions: readonly Region[], isHeld: () => boolean, faults: Faults | undefined): Replication {
  const replicas = regions.map((region) => ({
    name: region.name,
    endpoint: region.servers.dynamodb.endpoint,
    isReachable: () => region.isRunning && !isHeld(),
  }));
  return startReplication({ replicas, tables: regions[0]?.stores.replicatedTables ?? [], faults });
}
