import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Resolver } from '../../../local/assembly/resolver.ts';
import { resourceSchemas } from '../../../local/assembly/resources.ts';
import { createBuckets } from '../../../local/build/buckets.ts';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { startServers } from '../../../local/servers/servers.ts';
import { throwsExplained } from './explained.ts';
import { assemblyOf, stackOf } from './stacks.ts';

const bucketOf = (Event: string, Queue: string) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { NotificationConfiguration: { QueueConfigurations: [{ Event, Queue }] } },
});

test('a template’s bucket is there, and tells its queue of an object', async (t) => {
  const nobody = { endpoint: '', stop: async () => {} };
  const servers = await startServers(undefined, nobody, nobody);
  t.after(() => servers.stop());
  const { url, arn } = servers.sqs.createQueue('uploads', resourceSchemas['AWS::SQS::Queue'].parse({}));
  const stack = stackOf('Region', { Resources: { Media: bucketOf('s3:ObjectCreated:*', arn) } });
  const assembly = assemblyOf(stack);
  const resolver = new Resolver(assembly);
  createBuckets(assembly, resolver, servers, new Map([[arn, url]]));
  const Bucket = String(resolver.resolve(stack, { Ref: 'Media' }));
  assert.equal(Bucket, 'media-eu-west-1');
  assert.equal(resolver.resolve(stack, { 'Fn::GetAtt': ['Media', 'Arn'] }), 'arn:aws:s3:::media-eu-west-1');
  const client = new S3Client({ endpoint: servers.endpoints.AWS_ENDPOINT_URL_S3 ?? '', ...localCredentials });
  t.after(() => client.destroy());
  await client.send(new PutObjectCommand({ Bucket, Key: 'one', Body: 'hello' }));
  assert.equal(servers.sqs.depth('uploads'), 1);

  const unknown = assemblyOf(stackOf('Region', { Resources: { Media: bucketOf('s3:ObjectRemoved:*', arn) } }));
  throwsExplained(
    () => createBuckets(unknown, new Resolver(unknown), servers, new Map([[arn, url]])),
    'Media',
    's3:ObjectRemoved:*',
  );
});
