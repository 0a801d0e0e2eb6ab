import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeEmptying } from './tiered-bucket.ts';

export interface ExportsBucketProps {
  /** Whether it outlives its stack; if not, it is emptied and goes with it. */
  readonly retain: boolean;
  /** After how many days an export is gone: it can be made again. @default 7 */
  readonly expireAfterDays?: number;
}

/**
 * A private, encrypted bucket that takes TLS only, of files that can be made again: they expire, and an upload that
 * was begun and not completed is given up after a day.
 */
export class ExportsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: ExportsBucketProps) {
    super(scope, id);
    const { retain, expireAfterDays = 7 } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(expireAfterDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !retain,
    });
    if (!retain) acknowledgeEmptying(Stack.of(this));
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Whoever may download gets an address that ends within minutes, and making it is logged.',
    });
  }
}
