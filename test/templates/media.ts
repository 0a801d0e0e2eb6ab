import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mediaBucketName } from '../../contracts/names.ts';
import { behaviorFor, distributions, isApi, originOf } from '../support/distributions.ts';
import { nameOf, resourcesOfType, stages, type TemplateResource, target, workerStacks } from '../support/templates.ts';

interface Bucket {
  readonly BucketName?: unknown;
  readonly NotificationConfiguration?: {
    readonly QueueConfigurations: readonly { readonly Event: string; readonly Queue: unknown }[];
  };
  readonly CorsConfiguration?: { readonly CorsRules: readonly { readonly AllowedMethods: readonly string[] }[] };
  readonly LifecycleConfiguration: { readonly Rules: readonly { readonly ExpirationInDays?: number }[] };
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: { readonly Service?: string };
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

interface Function {
  readonly Role: unknown;
  readonly Layers?: readonly unknown[];
  readonly Architectures: readonly string[];
}

const buckets = resourcesOfType<Bucket>('AWS::S3::Bucket');
const uploads = buckets.filter(({ Properties }) => Properties.NotificationConfiguration);
const pictures = buckets.filter(({ id }) => id.startsWith('MediaPictures'));
const functionsNamed = (name: string) =>
  resourcesOfType<Function>('AWS::Lambda::Function').filter(({ id }) => id.includes(`${name}Function`));

/** What a function may do with S3, as `action on resource`. */
function grantsOf(lambda: TemplateResource<Function>): string[] {
  const role = target(lambda, lambda.Properties.Role);
  const policies = resourcesOfType<Policy & { Roles?: readonly unknown[] }>('AWS::IAM::Policy');
  return policies
    .filter((policy) => policy.Properties.Roles?.some((one) => target(policy, one)?.id === role?.id && role))
    .filter(({ stack }) => stack === lambda.stack)
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Action].flat().map((action) => `${action} on ${JSON.stringify(Resource)}`))
    .filter((grant) => grant.startsWith('s3:'))
    .sort();
}

test('each region has a bucket of uploads, which pages may post to and which forgets within a day', () => {
  assert.deepEqual(
    uploads.map(({ stack }) => stack),
    workerStacks,
  );
  for (const bucket of uploads) {
    const { CorsConfiguration, LifecycleConfiguration } = bucket.Properties;
    assert.deepEqual(
      CorsConfiguration?.CorsRules.flatMap(({ AllowedMethods }) => AllowedMethods),
      ['POST'],
      nameOf(bucket),
    );
    assert.deepEqual(
      LifecycleConfiguration.Rules.map(({ ExpirationInDays }) => ExpirationInDays),
      [1],
    );
  }
});

test('an upload is told to the queue of the worker, which takes it from S3 of the own account only', () => {
  for (const bucket of uploads) {
    const [told, ...more] = bucket.Properties.NotificationConfiguration?.QueueConfigurations ?? [];
    assert.equal(more.length, 0, nameOf(bucket));
    assert.equal(told?.Event, 's3:ObjectCreated:*');
    const queue = target(bucket, told.Queue);
    const feeds = resourcesOfType<{ EventSourceArn: unknown; FunctionName: unknown }>(
      'AWS::Lambda::EventSourceMapping',
    ).filter((mapping) => target(mapping, mapping.Properties.EventSourceArn)?.id === queue?.id);
    assert.ok(feeds.some(({ Properties }) => JSON.stringify(Properties.FunctionName).includes('processUpload')));
    const policy = resourcesOfType<Policy & { Queues: readonly unknown[] }>('AWS::SQS::QueuePolicy').find(
      (one) => one.stack === bucket.stack && target(one, one.Properties.Queues[0])?.id === queue?.id,
    );
    assert.ok(policy && bucket.DependsOn?.includes(policy.id), `${nameOf(bucket)}: S3 tries the queue when it is made`);
    const open = policy.Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(
      open.map(({ Action, Principal, Condition }) => [Action, Principal?.Service, JSON.stringify(Condition)]),
      [['sqs:SendMessage', 's3.amazonaws.com', '{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}']],
    );
  }
});

test('a stage has one bucket of pictures, in its first region, which CloudFront of the own account reads', () => {
  assert.deepEqual(
    pictures.map(({ stack }) => stack),
    stages.map((stage) => `groundswell-${stage}-data`),
  );
  for (const bucket of pictures) {
    const policy = resourcesOfType<Policy & { Bucket: unknown }>('AWS::S3::BucketPolicy').find(
      (one) => target(one, one.Properties.Bucket)?.id === bucket.id && one.stack === bucket.stack,
    );
    const readers = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && Principal?.Service !== undefined,
    );
    assert.deepEqual(
      readers?.map(({ Action, Principal }) => [Action, Principal?.Service]),
      [[['s3:GetObject', 's3:ListBucket'], 'cloudfront.amazonaws.com']],
    );
    assert.match(
      JSON.stringify(readers?.[0]?.Condition),
      /ArnLike.*AWS:SourceArn.*:cloudfront::.*AWS::AccountId.*:distribution\/\*/,
    );
  }
});

test('the name of the bucket of pictures fits the longest name of a stage', () => {
  const longest = `preview-${'b'.repeat(30)}`;
  assert.equal(mediaBucketName(longest, '123456789012').length, 63);
});

test('pictures come from their bucket, and what has become of an upload from the API', () => {
  for (const distribution of distributions) {
    const origin = originOf(distribution, behaviorFor(distribution, '/media/0123456789abcdef/480.webp'));
    assert.ok(!isApi(origin) && origin.OriginAccessControlId);
    assert.match(JSON.stringify(origin.DomainName), new RegExp(`"groundswell-${distribution.stage}-"`));
    for (const path of ['/media', '/media/01JHKZ5Y2N8Q4V6X7W9B3C5D1E']) {
      assert.ok(isApi(originOf(distribution, behaviorFor(distribution, path))), path);
    }
  }
});

test('only the worker writes pictures, and who gives away addresses may do no more than they', () => {
  for (const lambda of functionsNamed('processUpload')) {
    const [read, list, write, ...more] = grantsOf(lambda).toSorted();
    assert.equal(more.length, 0, more.join());
    assert.match(read ?? '', /^s3:GetObject on .*Uploads.*"\/uploads\/\*"/);
    assert.match(list ?? '', /^s3:ListBucket on .*Uploads.*"Arn"\]\}$/);
    assert.match(write ?? '', /^s3:PutObject on .*groundswell-.*"\/media\/\*"/);
  }
  for (const lambda of functionsNamed('createUpload')) {
    const [write, ...more] = grantsOf(lambda);
    assert.equal(more.length, 0, more.join());
    assert.match(write ?? '', /^s3:PutObject on .*Uploads.*"\/uploads\/\*"/);
  }
});

test('the worker has sharp for the machine that it runs on', () => {
  for (const lambda of functionsNamed('processUpload')) {
    const [layer] = (lambda.Properties.Layers ?? []).map((one) =>
      target<{ CompatibleArchitectures: readonly string[] }>(lambda, one),
    );
    assert.deepEqual(lambda.Properties.Architectures, ['arm64']);
    assert.deepEqual(layer?.Properties.CompatibleArchitectures, ['arm64'], nameOf(lambda));
  }
});
