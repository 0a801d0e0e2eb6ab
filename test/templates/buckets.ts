import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testStage } from '../support/configuration.ts';
import { configOf, distributions, isApi } from '../support/distributions.ts';
import { nameOf, resourcesOfType, target } from '../support/templates.ts';

interface Bucket {
  readonly LifecycleConfiguration: {
    readonly Rules: readonly {
      Prefix?: string;
      ExpirationInDays?: number;
      Transitions?: readonly { StorageClass: string }[];
    }[];
  };
}

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
    const { Bucket: name, Prefix: prefix } = configOf(distribution).Logging;
    const log = target<Bucket>(distribution, name);
    const rule = log?.Properties.LifecycleConfiguration.Rules.find(({ Prefix }) => Prefix === prefix);
    const { retain, logRetentionDays } = testStage(distribution.stage);
    assert.equal(rule?.ExpirationInDays, retain ? 365 : logRetentionDays, nameOf(distribution));
    const classes = rule?.Transitions?.map(({ StorageClass }) => StorageClass);
    assert.deepEqual(classes, retain ? ['STANDARD_IA', 'GLACIER_IR'] : undefined, nameOf(distribution));
  }
});
