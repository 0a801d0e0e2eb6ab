import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
  TransitionDefaultMinimumObjectSize,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ruleOf, type Tier, WrongTiers } from './tiers.ts';

export interface TieredBucketProps {
  /** For a bucket that other stacks know by its name. @default CloudFormation makes one up */
  readonly bucketName?: string;
  /** Whether it outlives its stack; if not, it is emptied and goes with it. */
  readonly retain: boolean;
  /** What becomes of objects, by prefix; no prefix may lie within another. */
  readonly tiers: readonly Tier[];
  /** Where requests are logged, or why they needn't be. */
  readonly accessLogs: { readonly bucket: IBucket; readonly prefix: string } | { readonly noneBecause: string };
  /** Whether a service of AWS writes into it by an access control list, as CloudFront's logs do. @default none does */
  readonly isWrittenByAcl?: boolean;
  /** Whether what was deleted can be had back for a while. @default true */
  readonly keepsOldVersions?: boolean;
}

/** Days after which an upload that was begun and not completed is given up. */
const incompleteUploadDays = 7;
/** Days that a version is kept once it was overwritten or deleted. */
const oldVersionDays = 30;

/**
 * A private, encrypted, versioned bucket that takes TLS only, in which objects move to cheaper classes as they grow
 * old. Objects below 128 KB stay where they are, as they would cost more elsewhere. Incomplete uploads and old
 * versions go by themselves.
 * @throws WrongTiers
 */
export class TieredBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: TieredBucketProps) {
    super(scope, id);
    const { tiers, accessLogs, retain } = props;
    const versioned = props.keepsOldVersions ?? true;
    assertApart(tiers);
    const noMore = {
      id: 'remains',
      abortIncompleteMultipartUploadAfter: Duration.days(incompleteUploadDays),
      ...(versioned
        ? {
            noncurrentVersionExpiration: Duration.days(oldVersionDays),
            // What is left of a deleted object when its last version is gone.
            expiredObjectDeleteMarker: true,
          }
        : {}),
    };
    this.bucket = new Bucket(this, 'Bucket', {
      ...(props.bucketName === undefined ? {} : { bucketName: props.bucketName }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: props.isWrittenByAcl
        ? ObjectOwnership.BUCKET_OWNER_PREFERRED
        : ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned,
      lifecycleRules: [noMore, ...tiers.map(ruleOf)],
      transitionDefaultMinimumObjectSize: TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !retain,
      ...('bucket' in accessLogs
        ? { serverAccessLogsBucket: accessLogs.bucket, serverAccessLogsPrefix: accessLogs.prefix }
        : {}),
    });
    if (!retain) acknowledgeEmptying(Stack.of(this));
    if ('noneBecause' in accessLogs) {
      Validations.of(this.bucket).acknowledge({ id: 'AwsSolutions-S1', reason: accessLogs.noneBecause });
    }
  }
}

/** Of two rules for one object S3 takes the cheaper one, which is not what the reader of the longer prefix expects. */
function assertApart(tiers: readonly Tier[]): void {
  for (const [index, { prefix }] of tiers.entries()) {
    const other = tiers.find((tier, place) => place !== index && prefix.startsWith(tier.prefix));
    if (other)
      throw new WrongTiers(`The prefix ${prefix} lies within ${other.prefix}: one object would have two rules.`);
  }
}

/** The function by which the CDK empties buckets before they go. */
export function acknowledgeEmptying(stack: Stack): void {
  const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  Validations.of(provider).acknowledge(
    { id: 'AwsSolutions-L1', reason: 'The CDK chooses the runtime of its own custom resources.' },
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'The CDK makes the role of its own custom resources.',
    },
  );
}
