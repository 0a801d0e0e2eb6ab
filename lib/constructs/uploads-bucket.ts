import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { type CfnQueuePolicy, type Queue, QueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';
import { acknowledgeEmptying } from './tiered-bucket.ts';

/** What is uploaded is looked at within seconds; a day is there for a worker that has to be mended. */
const keptDays = 1;

/**
 * A private, encrypted bucket that pages of any origin post files to, by an address that they were given. It forgets
 * them after a day.
 */
export class UploadsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retain }: StageConfiguration) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      cors: [
        { allowedOrigins: ['*'], allowedMethods: [HttpMethods.POST], allowedHeaders: ['content-type'], maxAge: 3_600 },
      ],
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(keptDays),
          abortIncompleteMultipartUploadAfter: Duration.days(keptDays),
        },
      ],
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !retain,
    });
    if (!retain) acknowledgeEmptying(Stack.of(this));
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Files are there for a day; who asked for an address to upload to is logged with the API.',
    });
  }

  /**
   * Tells a queue of every new file. By the bucket's own property: the CDK's helper would add a function that sets it.
   * S3 tries the queue when the bucket is made, so the queue's policy comes first and can name the account only.
   */
  tell(queue: Queue): void {
    const { account } = Stack.of(this);
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    for (const policy of queue.node.findAll()) {
      if (policy instanceof QueuePolicy) bucket.addResourceDependency(policy.node.defaultChild as CfnQueuePolicy);
    }
  }
}
