import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { keyPrefixes } from '../../contracts/media.ts';
import { mediaBucketName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { TieredBucket } from './tiered-bucket.ts';

/**
 * Where the pictures of all regions are kept, each under the hash of its upload. CloudFront reads it: every
 * distribution of the account may, as the one that does is made after the bucket and can't be named yet.
 */
export class MediaBucket extends Construct {
  constructor(scope: Construct, id: string, { stage, retain }: StageConfiguration) {
    super(scope, id);
    const { bucket } = new TieredBucket(this, 'Pictures', {
      bucketName: mediaBucketName(stage, Stack.of(this).account),
      retain,
      tiers: [],
      accessLogs: { noneBecause: 'Only CloudFront may read it, which logs each request itself.' },
    });
    const distributions = Stack.of(this).formatArn({
      service: 'cloudfront',
      region: '',
      resource: 'distribution',
      resourceName: '*',
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        // With the right to list, a file that isn't there is 404 and not 403.
        actions: ['s3:GetObject', 's3:ListBucket'],
        resources: [bucket.bucketArn, bucket.arnForObjects(`${keyPrefixes.media}*`)],
        conditions: { ArnLike: { 'AWS:SourceArn': distributions } },
      }),
    );
  }
}
