import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { PropertiesOf } from '../assembly/resources.ts';
import { ExplainedError } from '../explained-error.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { freePort } from './free-port.ts';
import { type LocalServer, localCredentials } from './local-server.ts';
import { indexStreams } from './stream-index.ts';

/** Names an address of another DynamoDB: DynamoDB Local, for one, where the embedded one has no build. */
const endpointVariable = 'GROUNDSWELL_DYNAMODB_ENDPOINT';
const startSeconds = 10;

/**
 * Starts the embedded DynamoDB on a file, as a file can be given the indexes that its streams lack.
 * @param dataFolder where the file is; undefined: in a temporary folder that goes with the server
 * @throws ExplainedError where there is none for this platform and no other is named
 */
export async function startDynamoDb(dataFolder: string | undefined): Promise<LocalServer> {
  const other = process.env[endpointVariable];
  if (other) return { endpoint: other, stop: async () => {} };
  const executable = binary();
  const port = await freePort();
  const temporary = dataFolder === undefined ? temporaryFolder('dynamodb') : undefined;
  const folder = dataFolder ?? temporary?.path ?? '';
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'dynamodb.sqlite');
  const child = spawn(executable, ['serve', '--port', String(port), '--db-path', file], { stdio: 'ignore' });
  const kill = () => void child.kill('SIGKILL');
  // However this program ends, the server must not be left behind, and it goes before its folder does.
  process.prependOnceListener('exit', kill);
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint);
  indexStreams(file);
  return {
    endpoint,
    async stop() {
      const exited = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGTERM');
      await exited;
      process.off('exit', kill);
      temporary?.remove();
    },
  };
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..', 'dynoxide');
  } catch {
    throw new ExplainedError(
      `There is no embedded DynamoDB for ${process.platform} on ${process.arch}: start DynamoDB Local and set ${endpointVariable} to its address.`,
    );
  }
}

async function answering(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...localCredentials, maxAttempts: 1 });
  const end = Date.now() + startSeconds * 1_000;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      return client.destroy();
    } catch (error) {
      if (Date.now() > end) throw new ExplainedError(`The embedded DynamoDB doesn't answer: ${String(error)}`);
      await pause(20);
    }
  }
}

/**
 * Makes a table as its template says, unless it is there from an earlier start.
 * @returns the ARN of its stream, if it has one
 */
export async function createTable(
  client: DynamoDBClient,
  table: PropertiesOf<'AWS::DynamoDB::GlobalTable'>,
): Promise<string | undefined> {
  const { TableName, KeySchema, AttributeDefinitions, StreamSpecification, TimeToLiveSpecification } = table;
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  if (!TableNames.includes(TableName)) {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
        ...(StreamSpecification ? { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } } : {}),
      }),
    );
    const attribute = TimeToLiveSpecification?.Enabled ? TimeToLiveSpecification.AttributeName : undefined;
    if (attribute) {
      const TimeToLive = { AttributeName: attribute, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: TimeToLive }));
    }
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table?.LatestStreamArn;
}
