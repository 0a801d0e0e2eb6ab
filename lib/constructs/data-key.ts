import { Stack } from 'aws-cdk-lib';
import type { CfnGlobalTable, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { dataKeyAlias } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import type { WorkerQueue } from './worker-queue.ts';

// What a stage keeps of people goes under its own keys, where it has some. A key is known by its alias, so that no stack
// holds on to another one's, and by the resources' plain properties: the CDK's helpers would grant each reader all keys
// of the region behind such an alias, while the key's own policy lets in whoever may read; see `KeyStack`.

/** @param regions of the table, in the order in which it was given its replicas; its own comes last */
export function encryptTable(table: TableV2, { stage, ownKeys }: StageConfiguration, regions: readonly string[]): void {
  if (!ownKeys) return;
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
  for (const [index, region] of regions.entries()) {
    const arn = Stack.of(table).formatArn({ service: 'kms', region, resource: dataKeyAlias(stage) });
    resource.addPropertyOverride(`Replicas.${index}.SSESpecification.KMSMasterKeyId`, arn);
  }
}

/** A queue and its dead letters. SQS asks for the key once in five minutes and role. */
export function encryptQueue({ queue, deadLetters }: WorkerQueue, { stage, ownKeys }: StageConfiguration): void {
  if (!ownKeys) return;
  for (const one of [queue, deadLetters.queue]) {
    const resource = one.node.defaultChild as CfnQueue;
    resource.sqsManagedSseEnabled = undefined;
    resource.kmsMasterKeyId = dataKeyAlias(stage);
    resource.kmsDataKeyReusePeriodSeconds = 300;
  }
}

/** With a key of the bucket's own below the stage's, which spares calls of KMS. */
export function encryptBucket(bucket: Bucket, { stage, ownKeys }: StageConfiguration): void {
  if (!ownKeys) return;
  const resource = bucket.node.defaultChild as CfnBucket;
  const kmsMasterKeyId = Stack.of(bucket).formatArn({ service: 'kms', resource: dataKeyAlias(stage) });
  resource.bucketEncryption = {
    serverSideEncryptionConfiguration: [
      { bucketKeyEnabled: true, serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId } },
    ],
  };
}
