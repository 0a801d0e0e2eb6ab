import type { S3Gate } from '../iam/s3-gate.ts';
import { startDynamoDb } from './dynamodb.ts';
import { type FakeCapacity, startFakeCapacity } from './fake-capacity.ts';
import { type FakeEventBus, startFakeEventBus } from './fake-event-bus.ts';
import { type FakeScheduler, startFakeScheduler } from './fake-scheduler.ts';
import type { LocalServer } from './local-server.ts';
import { type S3Front, startS3Front } from './s3-front.ts';
import { type SqsServer, startSqs } from './sqs.ts';

/** The embedded servers of one region. */
export interface Servers {
  readonly dynamodb: LocalServer;
  readonly sqs: SqsServer;
  /** One for all regions, as the names of buckets are. */
  readonly s3: S3Front;
  /** What keeps its objects. */
  readonly objects: Pick<SqsServer, 'createBucket'>;
  readonly scheduler: FakeScheduler;
  readonly capacity: FakeCapacity;
  readonly eventBus: FakeEventBus;
  /** The addresses of all services, by the environment variable in which the AWS SDK looks for each. */
  readonly endpoints: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * @param secretsManager is one for all regions, as it keeps every region's replicas of a secret alike
 * @param ses is one for all regions, as there is one outbox
 * @param home the servers of the first region, for the others: its S3 is theirs
 * @param gate before S3
 */
export async function startServers(
  dataFolder: string | undefined,
  secretsManager: LocalServer,
  ses: LocalServer,
  home?: Pick<Servers, 's3' | 'objects'>,
  gate?: S3Gate,
): Promise<Servers> {
  const [dynamodb, sqs, scheduler, eventBus] = await Promise.all([
    startDynamoDb(dataFolder),
    startSqs(dataFolder),
    startFakeScheduler(),
    startFakeEventBus(),
  ]);
  const capacity = await startFakeCapacity(dynamodb);
  const s3 = home?.s3 ?? (await startS3Front(sqs.endpoint, gate));
  return {
    dynamodb,
    sqs,
    s3,
    objects: home?.objects ?? sqs,
    scheduler,
    capacity,
    eventBus,
    endpoints: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: eventBus.endpoint,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.endpoint,
      AWS_ENDPOINT_URL_SESV2: ses.endpoint,
    },
    async stop() {
      await Promise.all([scheduler.stop(), capacity.stop(), eventBus.stop()]);
      if (!home) await s3.stop();
      await Promise.all([dynamodb.stop(), sqs.stop()]);
    },
  };
}
