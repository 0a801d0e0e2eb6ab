import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testStage } from '../support/configuration.ts';
import { isProvider, nameOf, regionStacks, resourcesOfType, target, workerStacks } from '../support/templates.ts';

interface Rule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly Transitions?: readonly { readonly StorageClass: string; readonly TransitionInDays: number }[];
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
}

interface Bucket {
  readonly PublicAccessBlockConfiguration: Readonly<Record<string, boolean>>;
  readonly BucketEncryption: unknown;
  readonly VersioningConfiguration?: { readonly Status: string };
  readonly LifecycleConfiguration: { readonly Rules: readonly Rule[] };
}

const buckets = resourcesOfType<Bucket>('AWS::S3::Bucket');
const lasting = (stack: string, stage: string) =>
  [...regionStacks, ...workerStacks].includes(stack) && testStage(stage).retain;

test('every bucket is private, encrypted, and takes TLS only', () => {
  const policies = resourcesOfType<{
    Bucket: unknown;
    PolicyDocument: { Statement: readonly { Effect: string; Condition?: unknown }[] };
  }>('AWS::S3::BucketPolicy');
  for (const bucket of buckets) {
    const { PublicAccessBlockConfiguration, BucketEncryption } = bucket.Properties;
    assert.ok(BucketEncryption, nameOf(bucket));
    assert.deepEqual(
      Object.values(PublicAccessBlockConfiguration),
      [true, true, true, true],
      `${nameOf(bucket)}: ${JSON.stringify(PublicAccessBlockConfiguration)}`,
    );
    const refuses = policies.some(
      (policy) =>
        target(policy, policy.Properties.Bucket)?.id === bucket.id &&
        policy.Properties.PolicyDocument.Statement.some(
          ({ Effect, Condition }) =>
            Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        ),
    );
    assert.ok(refuses, nameOf(bucket));
  }
});

test('a bucket’s incomplete uploads go, and so do old versions of what is versioned', () => {
  for (const bucket of buckets) {
    const { LifecycleConfiguration, VersioningConfiguration } = bucket.Properties;
    const ofAll = LifecycleConfiguration.Rules.filter(({ Prefix }) => Prefix === undefined);
    const aborts = ofAll.some((rule) => (rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? 99) <= 7);
    assert.ok(aborts, nameOf(bucket));
    const forgets = ofAll.some(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration);
    assert.ok(forgets || VersioningConfiguration === undefined, nameOf(bucket));
  }
});

test('a bucket outlives its stack in a lasting stage only', () => {
  for (const bucket of buckets) {
    assert.equal(bucket.DeletionPolicy, testStage(bucket.stage).retain ? 'Retain' : 'Delete', nameOf(bucket));
  }
});

test('each lasting region archives its logs into a versioned bucket, through every class, until they expire', () => {
  const streams = resourcesOfType<{
    ExtendedS3DestinationConfiguration: { BucketARN: unknown; Prefix: string; ErrorOutputPrefix: string };
    DeliveryStreamEncryptionConfigurationInput: unknown;
  }>('AWS::KinesisFirehose::DeliveryStream');
  const expected = resourcesOfType('AWS::Events::EventBus').filter(({ stage }) => testStage(stage).retain);
  assert.deepEqual(
    streams.map(({ stack }) => stack),
    expected.map(({ stack }) => stack),
    'one for both stacks of a region',
  );
  for (const stream of streams) {
    assert.ok(lasting(stream.stack, stream.stage), nameOf(stream));
    assert.ok(stream.Properties.DeliveryStreamEncryptionConfigurationInput, nameOf(stream));
    const { BucketARN, Prefix, ErrorOutputPrefix } = stream.Properties.ExtendedS3DestinationConfiguration;
    const bucket = target<Bucket>(stream, BucketARN);
    assert.equal(bucket?.Properties.VersioningConfiguration?.Status, 'Enabled', nameOf(stream));
    const rules = bucket.Properties.LifecycleConfiguration.Rules;
    const ruleFor = (key: string) => rules.find((rule) => rule.Prefix !== undefined && key.startsWith(rule.Prefix));
    assert.deepEqual(
      ruleFor(Prefix)?.Transitions?.map(({ StorageClass }) => StorageClass),
      ['STANDARD_IA', 'GLACIER_IR', 'DEEP_ARCHIVE'],
    );
    for (const key of [Prefix, ErrorOutputPrefix]) assert.ok(ruleFor(key)?.ExpirationInDays, key);
  }
});

test('every log group of a lasting region is archived but that of the archive itself, in other stages none is', () => {
  const filters = resourcesOfType<{ LogGroupName: unknown; DestinationArn: unknown; FilterPattern: string }>(
    'AWS::Logs::SubscriptionFilter',
  );
  for (const group of resourcesOfType('AWS::Logs::LogGroup')) {
    const own = filters.filter((filter) => target(filter, filter.Properties.LogGroupName)?.id === group.id);
    const ofGroup = own.filter((filter) => filter.stack === group.stack);
    const isArchived = lasting(group.stack, group.stage) && !group.id.startsWith('LogArchive') && !isProvider(group);
    assert.equal(ofGroup.length, isArchived ? 1 : 0, nameOf(group));
    for (const filter of ofGroup) {
      assert.equal(filter.Properties.FilterPattern, '', 'all that is written');
      assert.equal(
        target(filter, filter.Properties.DestinationArn)?.Type,
        'AWS::KinesisFirehose::DeliveryStream',
        nameOf(filter),
      );
    }
  }
});

test('an archive that falls behind raises an alarm', () => {
  const watched = resourcesOfType<{ MetricName?: string; Dimensions?: readonly [{ Value: unknown }] }>(
    'AWS::CloudWatch::Alarm',
  ).filter(({ Properties }) => Properties.MetricName === 'DeliveryToS3.DataFreshness');
  for (const stream of resourcesOfType('AWS::KinesisFirehose::DeliveryStream')) {
    const alarm = watched.find((one) => target(one, one.Properties.Dimensions?.[0].Value)?.id === stream.id);
    assert.ok(alarm, nameOf(stream));
  }
});
