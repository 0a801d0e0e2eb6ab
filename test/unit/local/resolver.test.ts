import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Resolver } from '../../../local/assembly/resolver.ts';
import { throwsExplained } from './explained.ts';
import { assemblyOf, stackOf } from './stacks.ts';

const data = stackOf(
  'data',
  {
    Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} } },
    Outputs: { TableArn: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] } }, Where: { Value: { Ref: 'AWS::Region' } } },
  },
  'us-east-1',
);
const region = stackOf('region', {
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: {} },
  },
});
const resolver = new Resolver(assemblyOf(data, region));
resolver.register(data, 'Table', { ref: 'polls', attributes: { Arn: 'arn:of:polls' } });
resolver.register(region, 'Queue', { ref: 'http://queue', attributes: { Arn: 'arn:of:queue', QueueName: 'accepted' } });
resolver.register(region, 'Nested', { ref: 'nested', attributes: { 'Outputs.Api': 'the-api' } });
const resolve = (value: unknown) => resolver.resolve(region, value);
/** What `Fn::Sub` fills. */
const hole = (name: string) => `\${${name}}`;

const resolved: [string, unknown, unknown][] = [
  ['Ref', { Ref: 'Queue' }, 'http://queue'],
  ['Ref of the region', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['Ref of the account', { Ref: 'AWS::AccountId' }, '000000000000'],
  ['Ref of the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['Ref of the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['Ref of the stack name', { Ref: 'AWS::StackName' }, 'region'],
  ['Fn::GetAtt', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:of:queue'],
  ['Fn::GetAtt in one text', { 'Fn::GetAtt': 'Queue.QueueName' }, 'accepted'],
  ['Fn::GetAtt of an attribute with a dot', { 'Fn::GetAtt': ['Nested', 'Outputs.Api'] }, 'the-api'],
  ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Queue' }, 1]] }, 'a/http://queue/1'],
  [
    'Fn::Sub',
    { 'Fn::Sub': `${hole('AWS::Region')}: ${hole('Queue')}, ${hole('Queue.Arn')}` },
    'eu-west-1: http://queue, arn:of:queue',
  ],
  ['Fn::Select', { 'Fn::Select': [1, ['a', { Ref: 'Queue' }]] }, 'http://queue'],
  ['Fn::Select by a text', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
  ['Fn::Split', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }, ['arn', 'of', 'queue']],
  [
    'one intrinsic in another',
    { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::Join': [':', ['x', { 'Fn::GetAtt': ['Queue', 'Arn'] }]] }] }] },
    'of',
  ],
  ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'TableArn' } }, 'arn:of:polls'],
];

for (const [what, value, expected] of resolved) {
  test(`${what} is replaced by what runs`, () => {
    assert.deepEqual(resolve(value), expected);
  });
}

test('an output is resolved by its own stack, not by the one that asks', () => {
  const output = { StackName: 'data', Region: 'us-east-1', OutputName: 'Where' };
  assert.equal(resolve({ 'Fn::GetStackOutput': output }), 'us-east-1');
});

test('intrinsics are found in the depth of objects and lists, and everything else stays', () => {
  assert.deepEqual(resolve({ A: [{ B: { Ref: 'Queue' } }, 1, true, null], C: { D: 'Ref' }, E: {} }), {
    A: [{ B: 'http://queue' }, 1, true, null],
    C: { D: 'Ref' },
    E: {},
  });
});

test('an object with more than one key is data, whatever its keys are called', () => {
  assert.deepEqual(resolve({ Ref: 'Queue', Other: 1 }), { Ref: 'Queue', Other: 1 });
});

test('the same logical id in two stacks is two resources', () => {
  const [a, b] = [stackOf('a'), stackOf('b')];
  const both = new Resolver(assemblyOf(a, b));
  both.register(a, 'Queue', { ref: 'of a' });
  both.register(b, 'Queue', { ref: 'of b' });
  assert.deepEqual(
    [a, b].map((stack) => both.resolve(stack, { Ref: 'Queue' })),
    ['of a', 'of b'],
  );
});

const unresolved: [string, unknown, string[]][] = [
  ['an intrinsic that the laptop does not know', { 'Fn::If': ['Yes', 1, 2] }, ['region', 'Fn::If']],
  ['a resource that is not run', { Ref: 'Role' }, ['region', 'Role', 'AWS::IAM::Role']],
  ['an attribute of a resource that is not run', { 'Fn::GetAtt': ['Role', 'Arn'] }, ['region', 'Role']],
  ['a resource that the template does not have', { Ref: 'Nothing' }, ['region', 'Nothing']],
  ['a resource of another stack', { Ref: 'Table' }, ['region', 'Table']],
  ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Colour'] }, ['region', 'Queue.Colour']],
  ['an unknown name in Fn::Sub', { 'Fn::Sub': hole('Nothing') }, ['region', 'Nothing']],
  ['an unknown attribute in Fn::Sub', { 'Fn::Sub': hole('Queue.Colour') }, ['region', 'Queue.Colour']],
  ['an unknown stack', { 'Fn::GetStackOutput': { StackName: 'other', OutputName: 'TableArn' } }, ['other', 'TableArn']],
  ['an unknown output', { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Nothing' } }, ['data', 'Nothing']],
  ['something unknown deep inside', { A: [{ 'Fn::Join': ['', [{ Ref: 'Nothing' }]] }] }, ['region', 'Nothing']],
];

for (const [what, value, names] of unresolved) {
  test(`${what} is explained by name`, () => {
    throwsExplained(() => resolve(value), ...names);
  });
}
