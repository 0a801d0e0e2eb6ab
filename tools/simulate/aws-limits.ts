/**
 * What AWS documents of its limits and of how fast they grow. Read on 2026-11-25; a quota that an account has had
 * raised is given by `--set`, or by `quotas` of the stage.
 */
export const awsLimits = {
  /** Requests a second of a distribution (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html). */
  distributionRequests: 250_000,
  /**
   * Requests at once of all HTTP APIs of an account and region: the bucket's size, which AWS sets with the rate
   * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html).
   */
  accountBurst: 5_000,
  lambda: {
    /**
     * A function gains up to 1,000 instances every ten seconds, refilled continuously and never saved up
     * (https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html).
     */
    growth: { burst: 1_000, perSecond: 100 },
  },
  /** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
  pollers: {
    /** Five batches at once at first, 300 more a minute, 1,250 at most. */
    standard: { first: 5, perSecond: 300 / 60, most: 1_250 },
    /**
     * Provisioned pollers take 10 invocations at once each and grow by 1,000 invocations a minute
     * (https://aws.amazon.com/blogs/aws/aws-lambda-enhances-sqs-processing-with-new-provisioned-mode-3x-faster-scaling-16x-higher-capacity).
     */
    provisioned: { invocationsPerPoller: 10, perSecond: 1_000 / 60 },
  },
  /**
   * Messages of a queue that were received and not deleted, those that failed and are hidden among them
   * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html).
   */
  inFlightMessages: 120_000,
  dynamodb: {
    /** Writes of up to 1 KB a second of a partition (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html). */
    partitionWrites: 1_000,
    /** What a new table on demand takes at once (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html). */
    newTableWrites: 4_000,
    /**
     * A table on demand takes twice its former peak, and throttles what exceeds that within the same 30 minutes
     * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html).
     */
    doublingSeconds: 30 * 60,
    /** Write units a second of a table (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html). */
    tableWrites: 40_000,
    /** Bytes of an item for one write unit (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html). */
    writeUnitBytes: 1_024,
  },
  /** Lambda looks at a stream's shard four times a second (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html). */
  streamLookSeconds: 0.25,
} as const;
