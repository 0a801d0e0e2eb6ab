import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExportsBucket } from '../../lib/constructs/exports-bucket.ts';

function templateOf(retain: boolean): Template {
  const stack = new Stack(new App(), 'Test');
  new ExportsBucket(stack, 'Exports', { retain, expireAfterDays: 3 });
  return Template.fromStack(stack);
}

test('exports are private and encrypted, expire, and uploads that were begun are given up after a day', () => {
  templateOf(true).hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: 3, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }],
      },
    },
  });
});

test('exports take TLS only', () => {
  const [policy] = Object.values(templateOf(true).findResources('AWS::S3::BucketPolicy'));
  assert.match(JSON.stringify(policy), /"Bool":\{"aws:SecureTransport":"false"\}/);
});

test('the bucket goes with a stage that goes', () => {
  templateOf(false).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
});
