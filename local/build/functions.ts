import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Assembly, AssemblyStack } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import { FunctionPool, type PoolOptions } from '../lambda/function-pool.ts';
import type { Meter } from '../metering/meter.ts';
import type { FunctionObserver } from '../metrics/laptop-metrics.ts';
import type { ServiceProxy } from '../service-proxy/service-proxy.ts';
import { contractName, isNamed, isProvider } from './names.ts';

/** Layers hold packages for Lambda's machine; npm has put the same ones for this machine here. */
const ownPackages = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Every function of the templates, by its ARN. */
export interface Functions {
  readonly pools: ReadonlyMap<string, FunctionPool>;
  /** The pools once more, by the ARNs of the aliases that point to them. */
  readonly aliases: ReadonlyMap<string, FunctionPool>;
  /** The pool of a function of `contracts/functions.ts`. */
  named(name: string): FunctionPool | undefined;
  /** @throws ExplainedError for a bundle that can't be loaded */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Makes a pool for each function, with the environment of its template.
 * @throws ExplainedError where a function's bundle is missing
 */
export function buildFunctions(given: {
  assembly: Assembly;
  resolver: Resolver;
  /** What every function has in its environment besides its own variables. */
  environment: Readonly<Record<string, string>>;
  /** What a function has besides, by its name, and what it calls services through: without faults and meter. */
  own: Readonly<Record<string, { environment: Readonly<Record<string, string>>; proxy: ServiceProxy | undefined }>>;
  /** What instances of a function sign their calls with. @default as all of the laptop */
  credentialsOf: ((name: string) => Readonly<Record<string, string>>) | undefined;
  logFolder: string;
  options: Omit<PoolOptions, 'logFile' | 'meter' | 'environment' | 'observer'>;
  meter: Meter | undefined;
  /** Who looks at a function, by its name. */
  observerOf: (name: string) => FunctionObserver;
}): Functions {
  const { assembly, resolver } = given;
  const pools = new Map<string, FunctionPool>();
  registerNames(assembly, resolver);
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::Lambda::Function')) {
    if (isProvider(stack, logicalId)) continue;
    const name = properties.FunctionName ?? logicalId;
    const arn = functionArn(stack, name);
    const own = given.own[contractName(name) ?? ''];
    const folder = assembly.assets.get(properties.Code.S3Key.replace(/\.zip$/, ''));
    if (!folder) throw new ExplainedError(`The bundle of ${name} is not in the cloud assembly.`);
    const [file = '', handler = ''] = properties.Handler.split('.');
    const definition = {
      name,
      arn,
      handler,
      bundle: pathToFileURL(join(folder, `${file}.mjs`)).href,
      timeoutSeconds: properties.Timeout,
      environment: {
        ...properties.Environment?.Variables,
        ...(properties.Layers.length > 0 ? { NODE_PATH: ownPackages } : {}),
        ...given.environment,
        ...own?.environment,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
      },
    };
    const logFile = join(given.logFolder, `${name}.log`);
    const meter = given.meter?.functionMeter(contractName(name) ?? name, properties.MemorySize);
    const proxy = own ? own.proxy : given.options.proxy;
    const environmentOfInstances = given.credentialsOf?.(name);
    const observer = given.observerOf(contractName(name) ?? name);
    pools.set(
      arn,
      new FunctionPool(definition, {
        ...given.options,
        proxy,
        logFile,
        meter,
        observer,
        environment: environmentOfInstances,
      }),
    );
  }
  const aliases = new Map<string, FunctionPool>();
  for (const { stack, logicalId } of resourcesOf(assembly, resolver, 'AWS::Lambda::Version')) {
    // A laptop has one version of everything.
    resolver.register(stack, logicalId, { ref: logicalId, attributes: { Version: '1' } });
  }
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::Lambda::Alias')) {
    const arn = functionArn(stack, properties.FunctionName);
    const pool = pools.get(arn);
    if (!pool) throw new ExplainedError(`The alias ${logicalId} points to no function of the templates.`);
    aliases.set(`${arn}:${properties.Name}`, pool);
    resolver.register(stack, logicalId, { ref: `${arn}:${properties.Name}` });
  }
  return {
    pools,
    aliases,
    named: (name) => [...pools.values()].find((pool) => isNamed(pool.function.name, name)),
    async warm() {
      await Promise.all(
        [...pools.values()].map((pool) =>
          pool.warm().catch((error: unknown) => {
            const cause = error instanceof Error ? error.message : String(error);
            throw new ExplainedError(`The function ${pool.function.name} can't be loaded: ${cause}`);
          }),
        ),
      );
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

/**
 * A function's pool by whatever address holds its ARN.
 * @throws ExplainedError where there is none
 */
export function poolOf(functions: Functions, address: string): FunctionPool {
  for (const [arn, pool] of [...functions.pools, ...functions.aliases]) {
    if (address === arn || address.includes(`${arn}/`)) return pool;
  }
  throw new ExplainedError(`The templates have no function ${address}.`);
}

function functionArn(stack: AssemblyStack, name: string): string {
  return `arn:aws:lambda:${stack.region}:${localAccount}:function:${name}`;
}

/** What functions may name: each other, layers, roles, groups of schedules, a user pool, and what AWS publishes. */
function registerNames(assembly: Assembly, resolver: Resolver): void {
  for (const { stack, logicalId } of resourcesOf(assembly, resolver, 'AWS::Lambda::LayerVersion')) {
    resolver.register(stack, logicalId, { ref: `arn:aws:lambda:${stack.region}:${localAccount}:layer:${logicalId}:1` });
  }
  for (const stack of assembly.stacks) {
    for (const [name, { Type, Default }] of Object.entries(stack.template.Parameters ?? {})) {
      // Nobody looks them up here: a layer of AWS's own is left out.
      if (Type.startsWith('AWS::SSM::Parameter::Value')) resolver.register(stack, name, { ref: Default ?? '' });
    }
    for (const [logicalId, { Type, Properties }] of Object.entries(stack.template.Resources)) {
      if (Type === 'AWS::Lambda::Function') {
        const name = String(Properties.FunctionName ?? logicalId);
        resolver.register(stack, logicalId, { ref: name, attributes: { Arn: functionArn(stack, name) } });
      }
      if (Type === 'AWS::IAM::Role') {
        const arn = `arn:aws:iam::${localAccount}:role/${stack.name}-${logicalId}`;
        resolver.register(stack, logicalId, { ref: logicalId, attributes: { Arn: arn } });
      }
      // The laptop's own login has one pool; what functions need of it they are told.
      if (Type.startsWith('AWS::Cognito::')) resolver.register(stack, logicalId, { ref: logicalId });
    }
  }
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::Scheduler::ScheduleGroup')) {
    resolver.register(stack, logicalId, { ref: properties.Name });
  }
}
