import { Duration } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { archivePrefix } from '../../contracts/archive.ts';
import { allowBelow } from '../constructs/allow-below.ts';
import { encryptBucket } from '../constructs/data-key.ts';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { TieredBucket } from '../constructs/tiered-bucket.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

export interface ArchiveServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** Where insights are asked for, before the responses go that they are made of. */
  readonly insightsQueue: IQueue;
}

/** How long one call works; an archive that takes longer goes on in the next. */
const workTimeout = Duration.minutes(5);

/** The archive service: responses of closed polls move to cold storage in the region that was asked, and back. */
export class ArchiveService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: ArchiveServiceProps) {
    super(scope, id);
    const { configuration, tables } = props;
    const { bucket } = new TieredBucket(this, 'Files', {
      retain: configuration.retain,
      // Nobody knows which poll is restored, and when: the steps of Glacier are billed for months that it may not stay.
      tiers: [{ prefix: archivePrefix, unknownAccess: true }],
      accessLogs: { noneBecause: 'Only the worker reads and writes it, which logs each archive itself.' },
      // What a voter erased must not stay as an older version.
      keepsOldVersions: false,
    });
    encryptBucket(bucket, configuration);
    const waiting = new WorkerQueue(this, 'Archiving', { workerTimeout: workTimeout, oldest: Duration.hours(2) });
    const manageArchive = new ServiceFunction(this, {
      function: 'manageArchive',
      environment: { POLLS_TABLE: tables.polls.tableName, ARCHIVE_QUEUE_URL: waiting.queue.queueUrl },
      configuration,
    });
    manageArchive.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], tables.polls.tableArn);
    manageArchive.allow(['sqs:SendMessage'], waiting.queue.queueArn);
    this.routes = { manageArchive };
    this.#addWorker(props, bucket, waiting);
  }

  #addWorker(
    { configuration, tables, insightsQueue }: ArchiveServiceProps,
    bucket: Bucket,
    waiting: WorkerQueue,
  ): void {
    const worker = new ServiceFunction(this, {
      function: 'workArchive',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
        ARCHIVE_BUCKET: bucket.bucketName,
        ARCHIVE_QUEUE_URL: waiting.queue.queueUrl,
        INSIGHTS_QUEUE_URL: insightsQueue.queueUrl,
      },
      configuration,
      timeout: workTimeout,
      memorySize: 1_024,
    });
    worker.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables.polls.tableArn);
    worker.allow(['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:PutItem'], tables.responses.tableArn);
    // Puts and deletes are leases of insights; the update has the tally forget that responses were missing.
    worker.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
      tables.tallies.tableArn,
    );
    worker.allow(['sqs:SendMessage'], waiting.queue.queueArn, insightsQueue.queueArn);
    allowBelow(worker, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], { bucket, prefix: archivePrefix });
    // One archive a call, as each takes what time there is.
    feed(worker, waiting, { batchSize: 1 });
  }
}
