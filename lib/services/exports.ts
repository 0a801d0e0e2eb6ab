import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { exportDays, exportNodeOptions, exportPrefix } from '../../contracts/exports.ts';
import { allowBelow } from '../constructs/allow-below.ts';
import { encryptBucket } from '../constructs/data-key.ts';
import { ExportsBucket } from '../constructs/exports-bucket.ts';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

export interface ExportsServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** Is told of every export that is ready. */
  readonly bus: IEventBus;
}

/**
 * How long one call writes; an export that takes longer goes on in the next. Short, as a message of a call that died
 * comes again after six times that.
 */
const writeTimeout = Duration.minutes(2);

/** The exports service: a poll's responses as a file, written by a worker and downloaded from a bucket. */
export class ExportsService extends Construct {
  readonly routes;
  /** The files. */
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: ExportsServiceProps) {
    super(scope, id);
    const { configuration, tables } = props;
    const { bucket } = new ExportsBucket(this, 'Files', {
      retain: configuration.retain,
      expireAfterDays: exportDays,
    });
    encryptBucket(bucket, configuration);
    this.bucket = bucket;
    const writing = new WorkerQueue(this, 'Writing', { workerTimeout: writeTimeout, oldest: Duration.hours(1) });
    const known = { POLLS_TABLE: tables.polls.tableName, TALLIES_TABLE: tables.tallies.tableName };

    const requestExport = new ServiceFunction(this, {
      function: 'requestExport',
      environment: { ...known, EXPORTS_QUEUE_URL: writing.queue.queueUrl },
      configuration,
    });
    requestExport.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], tables.tallies.tableArn);
    requestExport.allow(['sqs:SendMessage'], writing.queue.queueArn);
    const listExports = new ServiceFunction(this, { function: 'listExports', environment: known, configuration });
    listExports.allow(['dynamodb:Query'], tables.tallies.tableArn);
    const getExport = new ServiceFunction(this, {
      function: 'getExport',
      environment: { ...known, EXPORTS_BUCKET: bucket.bucketName },
      configuration,
    });
    getExport.allow(['dynamodb:GetItem'], tables.tallies.tableArn);
    allowBelow(getExport, ['s3:GetObject'], { bucket, prefix: exportPrefix });
    for (const reader of [requestExport, listExports, getExport]) {
      reader.allow(['dynamodb:GetItem'], tables.polls.tableArn);
    }
    this.routes = { requestExport, listExports, getExport };
    this.#addWriter(props, bucket, writing);
  }

  #addWriter({ configuration, tables, bus }: ExportsServiceProps, bucket: Bucket, writing: WorkerQueue): void {
    const writer = new ServiceFunction(this, {
      function: 'writeExport',
      environment: {
        POLLS_TABLE: tables.polls.tableName,
        RESPONSES_TABLE: tables.responses.tableName,
        TALLIES_TABLE: tables.tallies.tableName,
        EXPORTS_BUCKET: bucket.bucketName,
        EXPORTS_QUEUE_URL: writing.queue.queueUrl,
        EVENT_BUS: bus.eventBusName,
      },
      configuration,
      timeout: writeTimeout,
      memorySize: 1_024,
      nodeOptions: exportNodeOptions,
    });
    writer.allow(['dynamodb:GetItem'], tables.polls.tableArn);
    writer.allow(['dynamodb:Query'], tables.responses.tableArn);
    writer.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], tables.tallies.tableArn);
    allowBelow(writer, ['s3:PutObject', 's3:GetObject'], { bucket, prefix: exportPrefix });
    writer.untried(
      'It looks for a file whose completion it doesn’t remember, after an answer of S3 was lost on its way.',
      ['s3:GetObject'],
    );
    writer.allowUntried(
      'An export that takes longer than a call goes on in the next one; no test writes for minutes.',
      ['sqs:SendMessage'],
      writing.queue.queueArn,
    );
    writer.allow(['events:PutEvents'], bus.eventBusArn);
    // One export a call, as each takes what time there is.
    feed(writer, writing, { batchSize: 1, concurrency: 5 });
  }
}
