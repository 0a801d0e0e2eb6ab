import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { CfnSubscriptionFilter, type ILogGroup, LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';
import { TieredBucket } from './tiered-bucket.ts';

/** Which archive the logs of a stack go to. */
const archives = new WeakMap<Stack, LogArchive>();
/** What arrives, and what Firehose couldn't put in order. */
const prefixes = { logs: 'logs/', failed: 'failed/' } as const;

/**
 * Where the logs of a region's stacks go as they are written, so that their log groups can forget them: through Firehose into
 * a bucket whose objects grow cheaper with age. CloudWatch Logs sends them gzipped, and an object is such parts one
 * after the other, which `zcat` reads. It stands in one of them, and takes the logs of the others, too; a log group looks
 * for it when it is made.
 */
export class LogArchive extends Construct {
  readonly #stream: CfnDeliveryStream;
  readonly #subscriber: Role;

  constructor(stack: Stack, configuration: StageConfiguration) {
    super(stack, 'LogArchive');
    this.serve(stack);
    const { bucket } = new TieredBucket(this, 'Logs', {
      retain: configuration.retain,
      tiers: [
        {
          prefix: prefixes.logs,
          infrequentAfterDays: 30,
          instantArchiveAfterDays: 90,
          deepArchiveAfterDays: 180,
          expireAfterDays: 730,
        },
        { prefix: prefixes.failed, expireAfterDays: 90 },
      ],
      accessLogs: {
        noneBecause: 'Only Firehose writes here, and who reads the archive is in CloudTrail if it is kept.',
      },
    });
    const role = new Role(this, 'Delivery', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
    const ofBucket = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
    role.addToPolicy(new PolicyStatement({ actions: ofBucket, resources: [bucket.bucketArn] }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        resources: Object.values(prefixes).map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      }),
    );
    const errors = this.#errorsOfDelivery(configuration, role);
    this.#stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${prefixes.logs}!{timestamp:yyyy/MM/dd}/`,
        errorOutputPrefix: `${prefixes.failed}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
        fileExtension: '.json.gz',
        compressionFormat: 'UNCOMPRESSED',
        // The fewest and largest objects: each pays for every step that it takes.
        bufferingHints: { intervalInSeconds: 900, sizeInMBs: 128 },
        cloudWatchLoggingOptions: { enabled: true, ...errors },
      },
    });
    // Firehose checks at once whether it may write.
    this.#stream.node.addDependency(role);
    this.#subscriber = new Role(this, 'Subscriber', {
      assumedBy: new ServicePrincipal('logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const put = ['firehose:PutRecord', 'firehose:PutRecordBatch'];
    this.#subscriber.addToPolicy(new PolicyStatement({ actions: put, resources: [this.#stream.attrArn] }));
    for (const prefix of Object.values(prefixes)) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket.node.defaultChild as never)}.Arn>/${prefix}*]`,
        reason: 'Firehose names the objects by the time; they all lie below this prefix.',
      });
    }
    this.#addAlarm();
  }

  /** Where what is written in the construct's stack is archived; undefined: nowhere. */
  static of(construct: IConstruct): LogArchive | undefined {
    return archives.get(Stack.of(construct));
  }

  /** Archives the log groups that a stack of the same region makes from now on. */
  serve(stack: Stack): void {
    archives.set(stack, this);
  }

  /** Archives whatever is written to a log group from now on. */
  take(scope: Construct, logGroup: ILogGroup): void {
    const filter = new CfnSubscriptionFilter(scope, 'Archive', {
      logGroupName: logGroup.logGroupName,
      destinationArn: this.#stream.attrArn,
      roleArn: this.#subscriber.roleArn,
      filterPattern: '',
    });
    // CloudWatch Logs sends a message for a try.
    filter.node.addDependency(this.#subscriber);
  }

  /** A log group of its own, which is not archived: an error of the archive would make the next one. */
  #errorsOfDelivery(configuration: StageConfiguration, role: Role) {
    const logGroup = new LogGroup(this, 'Errors', {
      retention: configuration.logRetentionDays,
    });
    const stream = new LogStream(this, 'ErrorStream', { logGroup });
    role.addToPolicy(new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    return { logGroupName: logGroup.logGroupName, logStreamName: stream.logStreamName };
  }

  #addAlarm(): void {
    new Alarm(this, 'Behind', {
      alarmDescription: 'Logs wait to be archived; after a day Firehose drops them.',
      metric: new Metric({
        namespace: 'AWS/Firehose',
        metricName: 'DeliveryToS3.DataFreshness',
        dimensionsMap: { DeliveryStreamName: this.#stream.ref },
        period: Duration.minutes(5),
        statistic: 'max',
      }),
      threshold: Duration.hours(2).toSeconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
