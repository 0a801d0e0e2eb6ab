import { Duration, Stack } from 'aws-cdk-lib';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { keyPrefixes } from '../../contracts/media.ts';
import { mediaBucketName } from '../../contracts/names.ts';
import { acknowledgeWildcard } from '../constructs/acknowledge-wildcard.ts';
import { encryptBucket } from '../constructs/data-key.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { nodeRuntime, ServiceFunction } from '../constructs/service-function.ts';
import { UploadsBucket } from '../constructs/uploads-bucket.ts';
import { layerFolder } from '../layers.ts';
import type { ServiceProps } from './service.ts';

/** Pictures that are made at once; each takes a processor for seconds. */
const concurrency = 10;
/** In MB: the largest picture is 200 MB decoded, and CPU grows with it. */
const memorySize = 2_048;

/**
 * The media service: a workspace uploads pictures for its polls, and a worker makes of each what may be shown. Files
 * come to the region that was asked; pictures go to the one bucket of the stage, behind CloudFront.
 */
export class MediaService extends Construct {
  readonly routes;

  constructor(scope: Construct, id: string, props: Pick<ServiceProps, 'configuration' | 'tables'>) {
    super(scope, id);
    const { configuration, tables } = props;
    const { stage, regions } = configuration;
    const media = Bucket.fromBucketName(this, 'Media', mediaBucketName(stage, Stack.of(this).account));
    const table = { POLLS_TABLE: tables.polls.tableName };
    const uploadsBucket = new UploadsBucket(this, 'Uploads', configuration);
    // A photograph may tell where it was taken.
    encryptBucket(uploadsBucket.bucket, configuration);
    const uploads = uploadsBucket.bucket;
    const processUpload = new ServiceFunction(this, {
      function: 'processUpload',
      environment: {
        ...table,
        UPLOADS_BUCKET: uploads.bucketName,
        MEDIA_BUCKET: media.bucketName,
        MEDIA_BUCKET_REGION: regions[0],
      },
      configuration,
      // More than the picture's own time, so that one that takes too long is told so.
      timeout: Duration.seconds(90),
      memorySize,
      layers: [this.#sharp()],
    });
    const { queue } = new QueueWorker(this, 'Uploaded', {
      worker: processUpload,
      // A picture takes seconds, and one that takes the function along takes no other with it.
      batchSize: 1,
      concurrency,
    });
    uploadsBucket.tell(queue);
    processUpload.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], tables.polls.tableArn);
    this.#allowObjects(processUpload, 's3:GetObject', uploads, keyPrefixes.uploads);
    // Without it, a file that is gone is 403 and not 404.
    processUpload.allow(['s3:ListBucket'], uploads.bucketArn);
    this.#allowObjects(processUpload, 's3:PutObject', media, keyPrefixes.media);

    const createUpload = new ServiceFunction(this, {
      function: 'createUpload',
      environment: { ...table, UPLOADS_BUCKET: uploads.bucketName },
      configuration,
    });
    createUpload.allow(['dynamodb:PutItem'], tables.polls.tableArn);
    // The address that it gives away may do what it may do itself.
    this.#allowObjects(createUpload, 's3:PutObject', uploads, keyPrefixes.uploads);
    const getMedia = new ServiceFunction(this, { function: 'getMedia', environment: table, configuration });
    getMedia.allow(['dynamodb:GetItem'], tables.polls.tableArn);
    this.routes = { createUpload, getMedia };
  }

  #sharp(): LayerVersion {
    return new LayerVersion(this, 'Sharp', {
      code: Code.fromAsset(layerFolder('sharp')),
      description: 'sharp, which makes pictures',
      compatibleArchitectures: [Architecture.ARM_64],
      compatibleRuntimes: [nodeRuntime],
    });
  }

  #allowObjects(to: ServiceFunction, action: string, bucket: IBucket, prefix: string): void {
    to.allow([action], bucket.arnForObjects(`${prefix}*`));
    const own = bucket.node.defaultChild as CfnBucket | undefined;
    const arn = own ? `<${Stack.of(this).getLogicalId(own)}.Arn>` : bucket.bucketArn;
    acknowledgeWildcard(
      to,
      `${arn}/${prefix}*`,
      'Objects are named after workspaces, uploads and hashes, below this prefix.',
    );
  }
}
