import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FunctionName } from '../contracts/functions.ts';
import { readAssembly } from './assembly/assembly.ts';
import { Resolver } from './assembly/resolver.ts';
import { buildFunctions } from './build/functions.ts';
import { buildGateway } from './build/gateway.ts';
import { startPollers } from './build/pollers.ts';
import { createStores } from './build/stores.ts';
import { ExplainedError } from './explained-error.ts';
import { startGateway } from './gateway/gateway.ts';
import { startServers } from './servers/servers.ts';
import { synthesize } from './synthesize.ts';

export interface RuntimeOptions {
  /** @default dev */
  readonly stage?: string;
  /** Where the API listens; 0 takes any free port. */
  readonly port: number;
  /** Where state outlives the program. @default in memory */
  readonly dataFolder?: string;
  /** A folder with a cloud assembly. @default the app is synthesized */
  readonly assemblyFolder?: string;
  /** Where templates and logs are written. @default .groundswell in the working directory */
  readonly workFolder?: string;
  /** Instances of a function at once. @default 4 */
  readonly mostInstances?: number;
  /** Told of each step when it is done. */
  readonly onStep?: (step: string) => void;
}

/** A running backend. */
export interface Runtime {
  readonly apiUrl: string;
  /** A function's environment variables, the way to the embedded servers among them. */
  environmentOf(name: FunctionName): Readonly<Record<string, string>>;
  /** Ends all instances of a function in the middle of their work. */
  kill(name: FunctionName): Promise<void>;
  /** Messages in each queue, by its logical id. */
  queueDepths(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/**
 * Runs what the CDK app synthesizes: its tables, queues and secrets on embedded servers, its functions in threads,
 * its event sources by pollers, its API over HTTP.
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
    const folder = options.assemblyFolder ?? join(workFolder, 'cdk.out');
    if (options.assemblyFolder === undefined) {
      await synthesize(options.stage ?? 'dev', folder);
      step('Synthesized the CDK app');
    }
    const assembly = readAssembly(folder);
    const resolver = new Resolver(assembly);

    const servers = await startServers(options.dataFolder);
    started.push(servers);
    step('Started DynamoDB, SQS and a stand-in for Secrets Manager');
    const stores = await createStores(assembly, resolver, servers);
    step('Made tables, queues and secrets');

    const logFolder = join(workFolder, 'logs');
    mkdirSync(logFolder, { recursive: true });
    const functions = buildFunctions({
      assembly,
      resolver,
      endpoints: servers.environment,
      mostInstances: options.mostInstances ?? 4,
      logFolder,
    });
    started.push(functions);
    await functions.warm();
    step(`Loaded ${functions.pools.size} functions`);

    started.push(startPollers({ assembly, resolver, servers, stores, functions }));
    const gateway = await startGateway(buildGateway(assembly, resolver, functions), options.port);
    started.push(gateway);
    step('Listening');

    const poolOf = (name: FunctionName) => {
      const pool = functions.named(name);
      if (!pool) throw new ExplainedError(`The templates have no function ${name}.`);
      return pool;
    };
    return {
      apiUrl: gateway.url,
      environmentOf: (name) => poolOf(name).function.environment,
      kill: (name) => poolOf(name).kill(),
      queueDepths: () => stores.queueDepths(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
