import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testStage } from '../support/configuration.ts';
import { configOf, distributions, isApi } from '../support/distributions.ts';
import { nameOf, resourcesOfType, target } from '../support/templates.ts';

interface Bucket {
  readonly PublicAccessBlockConfiguration: Record<string, boolean>;
  readonly BucketEncryption: unknown;
  readonly LifecycleConfiguration: {
    readonly Rules: readonly { ExpirationInDays?: number; Transitions?: readonly { StorageClass: string }[] }[];
  };
}
const buckets = resourcesOfType<Bucket>('AWS::S3::Bucket');

test('every bucket is encrypted, closed to the public, and refuses what comes without TLS', () => {
  const policies = resourcesOfType<{ Bucket: unknown; PolicyDocument: unknown }>('AWS::S3::BucketPolicy');
  for (const bucket of buckets) {
    assert.ok(bucket.Properties.BucketEncryption, nameOf(bucket));
    assert.deepEqual(Object.values(bucket.Properties.PublicAccessBlockConfiguration), [true, true, true, true]);
    const own = policies.find((policy) => target(policy, policy.Properties.Bucket) === bucket);
    assert.match(JSON.stringify(own?.Properties.PolicyDocument), /"aws:SecureTransport":"false"\}\},"Effect":"Deny"/);
  }
});

test('pages and media are read by their own distribution only', () => {
  for (const distribution of distributions) {
    for (const origin of configOf(distribution).Origins.filter((origin) => !isApi(origin))) {
      assert.ok(origin.OriginAccessControlId, nameOf(distribution));
    }
  }
  for (const policy of resourcesOfType<{ PolicyDocument: { Statement: readonly object[] } }>('AWS::S3::BucketPolicy')) {
    for (const statement of policy.Properties.PolicyDocument.Statement) {
      const text = JSON.stringify(statement);
      if (text.includes('cloudfront.amazonaws.com'))
        assert.match(text, /"AWS:SourceArn":.*distribution\//, nameOf(policy));
    }
  }
});

test('requests are logged to a bucket that gets cheaper with time, and forgets', () => {
  for (const distribution of distributions) {
    const log = target<Bucket>(distribution, configOf(distribution).Logging.Bucket);
    const [rule] = log?.Properties.LifecycleConfiguration.Rules ?? [];
    const { retain, logRetentionDays } = testStage(distribution.stage);
    assert.equal(rule?.ExpirationInDays, retain ? 365 : logRetentionDays, nameOf(distribution));
    const classes = rule?.Transitions?.map(({ StorageClass }) => StorageClass);
    assert.deepEqual(classes, retain ? ['STANDARD_IA', 'GLACIER_IR'] : undefined, nameOf(distribution));
  }
});
