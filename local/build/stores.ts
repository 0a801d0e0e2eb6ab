import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Assembly } from '../assembly/assembly.ts';
import { localAccount, type Resolver } from '../assembly/resolver.ts';
import { resourcesOf } from '../assembly/resources.ts';
import { createTable } from '../servers/dynamodb.ts';
import { localCredentials } from '../servers/local-server.ts';
import type { Servers } from '../servers/servers.ts';

/** The queues that run, by ARN, for whoever feeds from them or sends to them. */
export interface Stores {
  readonly queueUrls: ReadonlyMap<string, string>;
  queueDepths(): Readonly<Record<string, number>>;
}

/** Makes the tables, queues and secrets of every stack, and makes them known to whatever refers to them. */
export async function createStores(assembly: Assembly, resolver: Resolver, servers: Servers): Promise<Stores> {
  await createTables(assembly, resolver, servers);
  createSecrets(assembly, resolver, servers);
  return createQueues(assembly, resolver, servers);
}

async function createTables(assembly: Assembly, resolver: Resolver, servers: Servers): Promise<void> {
  const client = new DynamoDBClient({ endpoint: servers.dynamodb.endpoint, ...localCredentials });
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::DynamoDB::GlobalTable')) {
    const streamArn = await createTable(client, properties);
    resolver.register(stack, logicalId, {
      ref: properties.TableName,
      attributes: {
        Arn: `arn:aws:dynamodb:${stack.region}:${localAccount}:table/${properties.TableName}`,
        ...(streamArn ? { StreamArn: streamArn } : {}),
      },
    });
  }
  client.destroy();
}

function createSecrets(assembly: Assembly, resolver: Resolver, servers: Servers): void {
  for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::SecretsManager::Secret')) {
    const arn = `arn:aws:secretsmanager:${stack.region}:${localAccount}:secret:${logicalId}`;
    servers.secretsManager.create(arn, properties.GenerateSecretString?.PasswordLength ?? 32);
    resolver.register(stack, logicalId, { ref: arn });
  }
}

/** Queue names that CloudFormation would make up: at most 80 characters. */
const mostNameCharacters = 80;

function createQueues(assembly: Assembly, resolver: Resolver, servers: Servers): Stores {
  const queueUrls = new Map<string, string>();
  const names = new Map<string, string>();
  // Dead-letter queues first: the others name them.
  for (const redriven of [false, true]) {
    const wanted = (properties: Readonly<Record<string, unknown>>) => 'RedrivePolicy' in properties === redriven;
    for (const { stack, logicalId, properties } of resourcesOf(assembly, resolver, 'AWS::SQS::Queue', wanted)) {
      const name = properties.QueueName ?? `${stack.name}-${logicalId}`.slice(-mostNameCharacters);
      const { url, arn } = servers.sqs.createQueue(name, properties);
      queueUrls.set(arn, url);
      names.set(logicalId, name);
      resolver.register(stack, logicalId, { ref: url, attributes: { Arn: arn, QueueName: name } });
    }
  }
  return {
    queueUrls,
    queueDepths: () => Object.fromEntries([...names].map(([logicalId, name]) => [logicalId, servers.sqs.depth(name)])),
  };
}
