import { startDynamoDb } from './dynamodb.ts';
import { type FakeSecretsManager, startFakeSecretsManager } from './fake-secrets-manager.ts';
import { type LocalServer, localCredentials } from './local-server.ts';
import { type SqsServer, startSqs } from './sqs.ts';

/** Every embedded server. */
export interface Servers {
  readonly dynamodb: LocalServer;
  readonly sqs: SqsServer;
  readonly secretsManager: FakeSecretsManager;
  /** The environment variables by which the AWS SDK finds them. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startServers(dataFolder: string | undefined): Promise<Servers> {
  const [dynamodb, sqs, secretsManager] = await Promise.all([
    startDynamoDb(dataFolder),
    startSqs(dataFolder),
    startFakeSecretsManager(dataFolder),
  ]);
  const { region, credentials } = localCredentials;
  return {
    dynamodb,
    sqs,
    secretsManager,
    environment: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.endpoint,
    },
    async stop() {
      await Promise.all([dynamodb.stop(), sqs.stop(), secretsManager.stop()]);
    },
  };
}
