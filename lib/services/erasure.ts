import { Duration } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { archivePrefix } from '../../contracts/archive.ts';
import { exportPrefix } from '../../contracts/exports.ts';
import { allowBelow } from '../constructs/allow-below.ts';
import { encryptQueue } from '../constructs/data-key.ts';
import { feed } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { ServiceProps } from './service.ts';

export interface ErasureServiceProps extends Pick<ServiceProps, 'configuration' | 'tables'> {
  /** The region's files of exports. */
  readonly exportsBucket: Bucket;
  readonly archive: { readonly bucket: Bucket };
}

/** A poll has at most some hundred exports. */
const eraseTimeout = Duration.seconds(29);

/** The erasure service: a voter's data is told or goes at a request, and what each region derived from it by a worker there. */
export class ErasureService extends Construct {
  readonly routes;
  /** Where erased voters wait for the region's worker: whoever reads the responses' stream tells of them. */
  readonly erased: IQueue;

  constructor(scope: Construct, id: string, props: ErasureServiceProps) {
    super(scope, id);
    const { configuration, tables, exportsBucket, archive } = props;
    const waiting = new WorkerQueue(this, 'Erasures', { workerTimeout: eraseTimeout, oldest: Duration.hours(1) });
    encryptQueue(waiting, configuration);
    this.erased = waiting.queue;
    const derived = {
      POLLS_TABLE: tables.polls.tableName,
      TALLIES_TABLE: tables.tallies.tableName,
      EXPORTS_BUCKET: exportsBucket.bucketName,
      ARCHIVE_BUCKET: archive.bucket.bucketName,
    };
    const manageVoterData = new ServiceFunction(this, {
      function: 'manageVoterData',
      environment: { ...derived, RESPONSES_TABLE: tables.responses.tableName },
      configuration,
      timeout: eraseTimeout,
    });
    // The update has a response that is only in an archive stand in the table again, to be erased there.
    manageVoterData.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], tables.responses.tableArn);
    manageVoterData.allow(['dynamodb:DeleteItem'], tables.polls.tableArn);
    const finisher = new ServiceFunction(this, {
      function: 'finishErasure',
      environment: derived,
      configuration,
      timeout: eraseTimeout,
    });
    for (const eraser of [manageVoterData, finisher]) {
      eraser.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], tables.polls.tableArn);
      eraser.allow(['dynamodb:Query', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'], tables.tallies.tableArn);
      allowBelow(eraser, ['s3:DeleteObject', 's3:AbortMultipartUpload'], {
        bucket: exportsBucket,
        prefix: exportPrefix,
      });
      // Parts of archives are written anew without the voter.
      allowBelow(eraser, ['s3:GetObject', 's3:PutObject'], { bucket: archive.bucket, prefix: archivePrefix });
    }
    finisher.untried(
      'The request rewrites the archive’s part; the worker does so only for one that moved or was elsewhere meanwhile.',
      ['dynamodb:PutItem', 's3:PutObject'],
    );
    finisher.allowUntried(
      'Moderators’ marks are in every region, so the request has removed them but for those set at that moment.',
      ['dynamodb:DeleteItem'],
      tables.polls.tableArn,
    );
    feed(finisher, waiting, { batchSize: 10 });
    this.routes = { manageVoterData };
  }
}
