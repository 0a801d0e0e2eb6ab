import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { originKeyHashType } from '../../contracts/edge.ts';
import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import type { Guard } from '../iam/guard.ts';
import { secretSuffix } from '../iam/secret-arn.ts';
import type { QueueState } from '../metrics/laptop-metrics.ts';
import { createTable } from '../servers/dynamodb.ts';
import type { FakeSecretsManager } from '../servers/fake-secrets-manager.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Servers } from '../servers/servers.ts';
import { createBuckets } from './buckets.ts';
import { madeUp } from './names.ts';
import { regionOf } from './regions.ts';

/** What one region keeps. */
export interface Stores {
  /** The queues' URLs by ARN, for whoever feeds from them or sends to them. */
  readonly queueUrls: ReadonlyMap<string, string>;
  /** The queues as their stack knows them. */
  readonly queues: readonly { readonly logicalId: string; readonly url: string }[];
  /** The names of the global tables that other regions hold too. */
  readonly replicatedTables: readonly string[];
  queueDepths(): Readonly<Record<string, number>>;
  /** What the queues hold, by their names without what CloudFormation adds. */
  queueStates(): readonly QueueState[];
}

/** Makes a region's tables, bus, queues and buckets, and makes them known to whatever refers to them. */
export async function createStores(
  assembly: Assembly,
  region: string,
  resolver: Resolver,
  servers: Servers,
  guard: Guard | undefined,
): Promise<Stores> {
  const replicatedTables = await createTables(assembly, region, resolver, servers);
  const own = regionOf(assembly, region);
  for (const { stack, logicalId, properties } of resourcesOf(own, resolver, 'AWS::Events::EventBus')) {
    servers.eventBus.createBus(properties.Name);
    const arn = `arn:aws:events:${region}:${localAccount}:event-bus/${properties.Name}`;
    resolver.register(stack, logicalId, { ref: properties.Name, attributes: { Arn: arn, Name: properties.Name } });
  }
  const queues = createQueues(own, resolver, servers);
  createBuckets(own, resolver, servers, queues.queueUrls, guard);
  return { ...queues, replicatedTables };
}

/** Makes every secret and its replicas known to the one server that keeps them. */
export function createSecrets(assembly: Assembly, resolver: Resolver, secretsManager: FakeSecretsManager): void {
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::SecretsManager::Secret')) {
    const { Name, ReplicaRegions, GenerateSecretString } = properties;
    const arnIn = (region: string) =>
      `arn:aws:secretsmanager:${region}:${localAccount}:secret:${Name ?? `${stack.name}-${logicalId}`}`;
    const partial = [stack.region, ...ReplicaRegions.map(({ Region }) => Region)].map(arnIn);
    // Who knows its name only asks without the end.
    const arns = [...partial, ...partial.map((arn) => `${arn}${secretSuffix}`)];
    secretsManager.create(arns, GenerateSecretString?.PasswordLength ?? 32);
    resolver.register(stack, logicalId, { ref: `${arnIn(stack.region)}${secretSuffix}` });
  }
}

/** A table of any stack stands in each of its regions; what is read of a replica is asked for by a custom resource. */
async function createTables(
  assembly: Assembly,
  region: string,
  resolver: Resolver,
  servers: Servers,
): Promise<string[]> {
  const client = new DynamoDBClient({ endpoint: servers.dynamodb.endpoint, ...localCredentials });
  const streamArns = new Map<string, string>();
  const replicated: string[] = [];
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::DynamoDB::GlobalTable')) {
    const { TableName, Replicas } = properties;
    if (!Replicas.some(({ Region }) => Region === region)) continue;
    const streamArn = await createTable(client, properties);
    if (streamArn) streamArns.set(TableName, streamArn);
    if (Replicas.length > 1) replicated.push(TableName);
    if (stack.region !== region) continue;
    resolver.register(stack, logicalId, {
      ref: TableName,
      attributes: {
        Arn: `arn:aws:dynamodb:${region}:${localAccount}:table/${TableName}`,
        ...(streamArn ? { StreamArn: streamArn } : {}),
      },
    });
  }
  client.destroy();
  answerCustomResources(regionOf(assembly, region), resolver, streamArns);
  return replicated;
}

/** Custom resources ask the SDK at deployment; the one call that ours make is for the stream of a table. */
function answerCustomResources(assembly: Assembly, resolver: Resolver, streamArns: ReadonlyMap<string, string>): void {
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'Custom::AWS')) {
    const { action, parameters } = JSON.parse(properties.Create) as {
      action?: string;
      parameters?: { TableName?: string };
    };
    const streamArn = action === 'describeTable' ? streamArns.get(parameters?.TableName ?? '') : undefined;
    const answered: Record<string, string> = streamArn === undefined ? {} : { 'Table.LatestStreamArn': streamArn };
    resolver.register(stack, logicalId, { ref: logicalId, attributes: answered });
  }
  // Nothing stands in front of a laptop's API, and there is no key.
  for (const { stack, logicalId } of resourcesOf(assembly, resolver, originKeyHashType)) {
    resolver.register(stack, logicalId, { ref: logicalId, attributes: { Hash: '' } });
  }
}

/** SQS's longest name of a queue. */
const mostNameCharacters = 80;

function createQueues(assembly: Assembly, resolver: Resolver, servers: Servers): Omit<Stores, 'replicatedTables'> {
  const queueUrls = new Map<string, string>();
  const names = new Map<string, string>();
  const queues: { logicalId: string; url: string }[] = [];
  // Dead-letter queues first: the others name them.
  for (const redriven of [false, true]) {
    const wanted = (properties: Readonly<Record<string, unknown>>) => 'RedrivePolicy' in properties === redriven;
    for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::SQS::Queue', wanted)) {
      const name = properties.QueueName ?? madeUp(logicalId, stack.region, mostNameCharacters);
      const { url, arn } = servers.sqs.createQueue(name, properties);
      queueUrls.set(arn, url);
      names.set(logicalId, name);
      queues.push({ logicalId, url });
      resolver.register(stack, logicalId, { ref: url, attributes: { Arn: arn, QueueName: name } });
    }
  }
  return {
    queueUrls,
    queues,
    queueDepths: () => Object.fromEntries([...names].map(([logicalId, name]) => [logicalId, servers.sqs.depth(name)])),
    queueStates: () =>
      [...names].map(([logicalId, name]) => ({
        name: logicalId.replace(/(Queue)?[0-9A-F]{8}$/, ''),
        ...servers.sqs.state(name),
      })),
  };
}
