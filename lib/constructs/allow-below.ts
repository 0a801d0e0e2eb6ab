import { Stack } from 'aws-cdk-lib';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import type { ServiceFunction } from './service-function.ts';

/** Allows actions on a bucket's objects below a prefix that ends in a slash: files are named by poll, so nobody knows them before. */
export function allowBelow(
  worker: ServiceFunction,
  actions: readonly string[],
  { bucket, prefix }: { bucket: Bucket; prefix: string },
): void {
  worker.allow(actions, bucket.arnForObjects(`${prefix}*`));
  const resource = `<${Stack.of(worker).getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/${prefix}*`;
  acknowledgeWildcard(worker, resource, 'The files of all polls: each has a name of its own.');
}
