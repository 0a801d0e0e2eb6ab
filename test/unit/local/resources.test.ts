import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Resolver } from '../../../local/assembly/resolver.ts';
import { type ResourceType, resourcesOf } from '../../../local/assembly/resources.ts';
import { throwsExplained } from './explained.ts';
import { assemblyOf, stackOf } from './stacks.ts';

/** The resources of a type in one stack, `region`, of these resources by logical id. */
function read<T extends ResourceType>(type: T, resources: Record<string, Record<string, unknown>>) {
  const Resources = Object.fromEntries(
    Object.entries(resources).map(([logicalId, Properties]) => [logicalId, { Type: type, Properties }]),
  );
  const assembly = assemblyOf(stackOf('region', { Resources }));
  return resourcesOf(assembly, new Resolver(assembly), type);
}

test('resources of a type are found in every stack, with their stack and logical id, and no others', () => {
  const queue = { Type: 'AWS::SQS::Queue', Properties: {} };
  const role = { Type: 'AWS::IAM::Role', Properties: {} };
  const assembly = assemblyOf(
    stackOf('a', { Resources: { One: queue, Role: role } }),
    stackOf('b', { Resources: { Two: queue } }),
  );
  assert.deepEqual(
    resourcesOf(assembly, new Resolver(assembly), 'AWS::SQS::Queue').map(({ stack, logicalId }) => [
      stack.name,
      logicalId,
    ]),
    [
      ['a', 'One'],
      ['b', 'Two'],
    ],
  );
});

test('properties are resolved', () => {
  const [queue] = read('AWS::SQS::Queue', {
    Queue: { QueueName: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] } },
  });
  assert.equal(queue?.properties.QueueName, 'a-eu-west-1');
});

test('what a template leaves out has the default of CloudFormation', () => {
  const [queue] = read('AWS::SQS::Queue', { Queue: {} });
  assert.deepEqual(queue?.properties, { VisibilityTimeout: 30, MessageRetentionPeriod: 345_600, DelaySeconds: 0 });
  const [mapping] = read('AWS::Lambda::EventSourceMapping', { Mapping: { EventSourceArn: 'a', FunctionName: 'f' } });
  assert.equal(mapping?.properties.MaximumRetryAttempts, -1);
});

test('a property that the laptop does not read may hold what it can not resolve', () => {
  const [queue] = read('AWS::SQS::Queue', {
    Queue: { DelaySeconds: 1, KmsMasterKeyId: { 'Fn::If': ['Yes', 'a', 'b'] } },
  });
  assert.equal(queue?.properties.DelaySeconds, 1);
});

test('only those wanted by their raw properties are resolved', () => {
  const resources = {
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Live: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { Ref: 'Nothing' } } } },
  };
  const assembly = assemblyOf(stackOf('region', { Resources: resources }));
  const found = resourcesOf(assembly, new Resolver(assembly), 'AWS::SQS::Queue', (raw) => !('RedrivePolicy' in raw));
  assert.deepEqual(
    found.map(({ logicalId }) => logicalId),
    ['Dead'],
  );
});

const unsound: [string, ResourceType, Record<string, unknown>, string][] = [
  ['a text where a number is due', 'AWS::SQS::Queue', { VisibilityTimeout: 'long' }, 'VisibilityTimeout'],
  ['a missing property', 'AWS::Lambda::Function', { Handler: 'index.handler' }, 'Code'],
  ['a wrong form deep inside', 'AWS::Lambda::Function', { Handler: 'index.handler', Code: { S3Key: 1 } }, 'S3Key'],
  [
    'a word that is none of those known',
    'AWS::Lambda::EventSourceMapping',
    { EventSourceArn: 'a', FunctionName: 'f', StartingPosition: 'AT_TIMESTAMP' },
    'StartingPosition',
  ],
  ['an intrinsic that gives a wrong form', 'AWS::SQS::Queue', { DelaySeconds: { Ref: 'AWS::Region' } }, 'DelaySeconds'],
];

for (const [what, type, properties, property] of unsound) {
  test(`${what} is explained by stack, logical id and property`, () => {
    throwsExplained(() => read(type, { Broken: properties }), 'region', 'Broken', property);
  });
}

test('a property that can not be resolved is explained by its stack', () => {
  throwsExplained(() => read('AWS::SQS::Queue', { Queue: { QueueName: { Ref: 'Nothing' } } }), 'region', 'Nothing');
});
