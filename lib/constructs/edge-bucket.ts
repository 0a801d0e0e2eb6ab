import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';

export interface EdgeBucketProps {
  readonly configuration: StageConfiguration;
  /** `content` is served by CloudFront; `logs` is written by it. */
  readonly holds: 'content' | 'logs';
}

/** A log line holds the address of a viewer: it is of use for the traces of an attack, and no longer than this. */
const logLifetime = Duration.days(365);

/**
 * A private bucket behind CloudFront, encrypted and closed to whatever comes without TLS. In a stage that isn't
 * retained it goes with its stack, and all that is in it.
 */
export class EdgeBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { configuration, holds }: EdgeBucketProps) {
    super(scope, id);
    const { retain } = configuration;
    const isLog = holds === 'logs';
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: !isLog,
      // CloudFront's standard logs are delivered by an access control list.
      objectOwnership: isLog ? ObjectOwnership.BUCKET_OWNER_PREFERRED : ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [isLog ? logRule(configuration) : contentRule],
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !retain,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: isLog ? 'It is where the logs are.' : 'Only CloudFront may read it, which logs each request itself.',
    });
    acknowledgeEmptying(Stack.of(this));
  }
}

/** Old versions are there to undo a wrong deployment. */
const contentRule: LifecycleRule = {
  noncurrentVersionExpiration: Duration.days(30),
  abortIncompleteMultipartUploadAfter: Duration.days(7),
};

/** Cheaper from month to month, then gone; where nothing is kept, gone with the other logs. */
function logRule({ retain, logRetentionDays }: StageConfiguration): LifecycleRule {
  if (!retain) return { expiration: Duration.days(logRetentionDays) };
  return {
    expiration: logLifetime,
    transitions: [
      { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) },
      { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(90) },
    ],
  };
}

/** The function by which the CDK empties buckets before they go. */
function acknowledgeEmptying(stack: Stack): void {
  const provider = stack.node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  if (!provider) return;
  Validations.of(provider).acknowledge(
    { id: 'AwsSolutions-L1', reason: 'The CDK chooses the runtime of its own custom resources.' },
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'The CDK makes the role of its own custom resources.',
    },
  );
}
