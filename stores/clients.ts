import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { traced } from './traced-client.ts';

/**
 * A call that hangs must end well before its function does, so that it can be tried again within the request: the
 * SDK itself waits for ever. Milliseconds.
 */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000 };

/** Clients read region, credentials and endpoints from the environment, on Lambda and on a laptop alike. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(traced(new DynamoDBClient({ requestHandler })), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Goes to the endpoint of its region, as all others do, and not to the host that a queue's URL happens to name. */
export function queueClient(): SQSClient {
  return traced(new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false }));
}

export function secretsClient(): SecretsManagerClient {
  return traced(new SecretsManagerClient({ requestHandler }));
}

export function backupClient(): BackupClient {
  return traced(new BackupClient({ requestHandler }));
}

export function schedulerClient(): SchedulerClient {
  return traced(new SchedulerClient({ requestHandler }));
}

export function autoScalingClient(): ApplicationAutoScalingClient {
  return traced(new ApplicationAutoScalingClient({ requestHandler }));
}

/** For what is done to a table, as against its items. */
export function tableClient(): DynamoDBClient {
  return traced(new DynamoDBClient({ requestHandler }));
}

export function eventsClient(): EventBridgeClient {
  return traced(new EventBridgeClient({ requestHandler }));
}

export function mailClient(): SESv2Client {
  return traced(new SESv2Client({ requestHandler }));
}

/**
 * For small objects: one that takes longer than other calls needs a client with a longer wait.
 * @param region @default the function's own
 */
export function objectClient(region?: string): S3Client {
  return traced(new S3Client({ requestHandler, ...(region === undefined ? {} : { region }) }));
}

/** For objects of some megabytes. */
export function longObjectClient(): S3Client {
  return traced(new S3Client({ requestHandler: { ...requestHandler, requestTimeout: 30_000 } }));
}
