import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataKeyAlias, keyStackName } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import { isProvider, nameOf, resources, resourcesOfType, stacks, type TemplateResource } from '../support/templates.ts';

interface Queue {
  readonly SqsManagedSseEnabled?: boolean;
  readonly KmsMasterKeyId?: unknown;
}
interface Bucket {
  readonly BucketEncryption: {
    readonly ServerSideEncryptionConfiguration: readonly [
      {
        readonly BucketKeyEnabled?: boolean;
        readonly ServerSideEncryptionByDefault: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: unknown };
      },
    ];
  };
}
interface Table {
  readonly SSESpecification: { readonly SSEEnabled: boolean; readonly SSEType?: string };
  readonly Replicas: readonly { readonly Region: string; readonly SSESpecification?: { KMSMasterKeyId: unknown } }[];
}
interface Key {
  readonly EnableKeyRotation?: boolean;
  readonly KeyPolicy: {
    readonly Statement: readonly {
      Sid?: string;
      Action: unknown;
      Condition?: Record<string, Record<string, unknown>>;
    }[];
  };
}

/** What holds nothing of people, and may be under a key that AWS keeps. By the construct's path in its logical id. */
const notPersonal: readonly { of: RegExp; because: string }[] = [
  { of: /^FaultsBucket/, because: 'FIS writes there which faults are on.' },
  { of: /DeadLetters/, because: 'of a stream: places in it, no records; of other queues: see their queue' },
  { of: /^AudienceService/, because: 'names of polls that open, and calls of schedules' },
  { of: /^EventsService/, because: 'names and numbers of polls, without answers' },
  { of: /^ExportsServiceWriting/, because: 'names of exports' },
  { of: /^InsightsServiceInsights/, because: 'names of polls and questions' },
  { of: /^ArchiveServiceArchiving/, because: 'names of polls' },
  { of: /^RetentionService/, because: 'names of workspaces and polls' },
  { of: /^MediaService(Processing|Uploaded)/, because: 'names of uploads, from S3, which could not use the key' },
  { of: /^NotificationsService(WakeUps|Dispatching)/, because: 'names of endpoints, and events without answers' },
  { of: /^MediaPictures/, because: 'pictures that anybody sees' },
  { of: /^FrontPages/, because: 'pages for everybody' },
  { of: /Logs/, because: 'logs, which hold no personal data' },
];

const hasOwnKeys = ({ stage }: TemplateResource) => testStage(stage).ownKeys;
const isNotPersonal = ({ id }: TemplateResource) => notPersonal.some(({ of }) => of.test(id));
/** Whether a value of a template is the key for personal data of a region, by its alias. */
function isDataKey(value: unknown, { stage }: TemplateResource, region?: string): boolean {
  const text = JSON.stringify(value);
  return text.includes(dataKeyAlias(stage)) && (region === undefined || text.includes(`:kms:${region}:`));
}

test('a stage with keys of its own has one in each region, which turns over, before anything is stored', () => {
  for (const stage of new Set(resources.filter(hasOwnKeys).map(({ stage }) => stage))) {
    for (const region of testStage(stage).regions) {
      const stack = stacks.find(({ name }) => name === keyStackName(stage, region));
      assert.equal(stack?.region, region);
      const own = resources.filter((one) => one.stack === stack?.name);
      const key = own.find((one): one is TemplateResource<Key> => one.Type === 'AWS::KMS::Key');
      assert.equal(key?.Properties.EnableKeyRotation, true);
      assert.equal(key?.DeletionPolicy, 'Retain');
      const alias = own.find(({ Type }) => Type === 'AWS::KMS::Alias') as TemplateResource<{ AliasName: string }>;
      assert.equal(alias.Properties.AliasName, dataKeyAlias(stage));
    }
  }
});

test('the key serves callers of its own account only, and nobody who asks KMS himself', () => {
  const keys = resourcesOfType<Key>('AWS::KMS::Key').filter(({ stack }) => stack.endsWith('-key'));
  assert.ok(keys.length > 0);
  for (const key of keys) {
    for (const { Sid, Action, Condition } of key.Properties.KeyPolicy.Statement) {
      // The first is the account's, by which its policies hold.
      if (Sid === undefined) continue;
      assert.ok(Condition?.StringEquals?.['kms:CallerAccount'], `${nameOf(key)} ${Sid}`);
      const isWatching = Action === 'kms:DescribeKey';
      assert.ok(isWatching || Condition?.StringEquals?.['kms:ViaService'], `${nameOf(key)} ${Sid}`);
    }
  }
});

test('every table is under that key, and each replica under the one of its own region', () => {
  for (const table of resourcesOfType<Table>('AWS::DynamoDB::GlobalTable')) {
    const { SSESpecification, Replicas } = table.Properties;
    assert.equal(SSESpecification.SSEEnabled, hasOwnKeys(table), nameOf(table));
    if (!hasOwnKeys(table)) continue;
    assert.equal(SSESpecification.SSEType, 'KMS', nameOf(table));
    for (const { Region, SSESpecification } of Replicas) {
      assert.ok(isDataKey(SSESpecification?.KMSMasterKeyId, table, Region), `${nameOf(table)} ${Region}`);
    }
  }
});

test('every queue is encrypted, and what it holds of people under that key', () => {
  for (const queue of resourcesOfType<Queue>('AWS::SQS::Queue')) {
    const { SqsManagedSseEnabled, KmsMasterKeyId } = queue.Properties;
    if (isDataKey(KmsMasterKeyId ?? null, queue)) continue;
    assert.equal(SqsManagedSseEnabled, true, nameOf(queue));
    assert.ok(!hasOwnKeys(queue) || isNotPersonal(queue), nameOf(queue));
  }
  const ofPeople = [
    'ResponsesServiceAccepted',
    'NotificationsServiceMailing',
    'ErasureServiceErasures',
    'AbuseServiceSuspicions',
  ];
  for (const name of ofPeople) {
    const found = resourcesOfType<Queue>('AWS::SQS::Queue').filter((one) => one.id.startsWith(name) && hasOwnKeys(one));
    assert.ok(found.length >= 2, name);
    for (const queue of found) assert.ok(isDataKey(queue.Properties.KmsMasterKeyId ?? null, queue), nameOf(queue));
  }
});

test('every bucket is encrypted, and what it holds of people under that key', () => {
  for (const bucket of resourcesOfType<Bucket>('AWS::S3::Bucket')) {
    const [{ ServerSideEncryptionByDefault: rule, BucketKeyEnabled }] =
      bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration;
    if (rule.SSEAlgorithm === 'aws:kms') {
      assert.ok(BucketKeyEnabled && isDataKey(rule.KMSMasterKeyID, bucket), nameOf(bucket));
      continue;
    }
    assert.equal(rule.SSEAlgorithm, 'AES256', nameOf(bucket));
    assert.ok(!hasOwnKeys(bucket) || isNotPersonal(bucket), nameOf(bucket));
  }
});

test('each reason to leave something to a key of AWS’s own is one for something', () => {
  const kept = resources.filter((one) => ['AWS::SQS::Queue', 'AWS::S3::Bucket'].includes(one.Type) && !isProvider(one));
  for (const { of } of notPersonal)
    assert.ok(
      kept.some(({ id }) => of.test(id)),
      String(of),
    );
});

test('no variable of a function holds a secret, and no output or parameter tells one', () => {
  const lambdas = resourcesOfType<{ Environment?: { Variables: Record<string, unknown> } }>('AWS::Lambda::Function');
  for (const lambda of lambdas) {
    for (const [name, value] of Object.entries(lambda.Properties.Environment?.Variables ?? {})) {
      const text = JSON.stringify(value);
      // What CloudFormation would put in the place of a reference to a secret or a parameter.
      assert.doesNotMatch(text, /\{\{resolve:/, `${nameOf(lambda)} ${name}`);
      if (/SECRET|PASSWORD|TOKEN|PRIVATE/.test(name)) assert.match(name, /_(ARN|URL|SECONDS)$/, nameOf(lambda));
    }
  }
  const revealing = stacks.filter(({ template }) =>
    JSON.stringify((JSON.parse(template) as { Outputs?: unknown }).Outputs ?? {}).includes('{{resolve:'),
  );
  assert.deepEqual(
    revealing.map(({ name }) => name),
    [],
  );
});
