import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Assembly } from '../../../local/assembly/assembly.ts';
import { Resolver } from '../../../local/assembly/resolver.ts';
import { awsCall } from '../../../local/iam/aws-call.ts';
import { Guard } from '../../../local/iam/guard.ts';
import { assemblyOf, stackOf } from '../local/stacks.ts';

const region = 'eu-west-1';
const table = `arn:aws:dynamodb:${region}:000000000000:table/votes`;
const queue = `arn:aws:sqs:${region}:000000000000:accepted`;
const rule = `arn:aws:events:${region}:000000000000:rule/bus/one`;

const resource = (Type: string, Properties: Record<string, unknown>) => ({ Type, Properties });
const policy = (...Statement: object[]) => ({ PolicyDocument: { Version: '2012-10-17', Statement } });
const trusts = (Service: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

/** A function with a role, a schedule's role, and a queue that only a rule may send to. */
const Resources = {
  Vote: resource('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
  Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: trusts('lambda.amazonaws.com') }),
  Policy: resource('AWS::IAM::Policy', {
    Roles: [{ Ref: 'Role' }],
    ...policy(
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: table,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['POLL#*'] } },
      },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue },
    ),
  }),
  Schedules: resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: trusts('scheduler.amazonaws.com'),
    Policies: [policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue })],
  }),
  QueuePolicy: resource('AWS::SQS::QueuePolicy', {
    Queues: [queue],
    ...policy(
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: queue,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': rule }, StringEquals: { 'aws:SourceAccount': '000000000000' } },
      },
    ),
  }),
};

function start(resources: Assembly['stacks'][number]['template']['Resources'] = Resources) {
  const stack = stackOf('Region', { Resources: resources }, region);
  const assembly = assemblyOf(stack);
  const resolver = new Resolver(assembly);
  for (const id of ['Role', 'Schedules']) {
    const Arn = `arn:aws:iam::000000000000:role/Region-${id}`;
    resolver.register(stack, id, { ref: id, attributes: { Arn } });
  }
  const told: string[] = [];
  return { guard: new Guard({ assembly, resolver, onDenied: (message) => void told.push(message) }), told };
}

const caller = { region, function: 'Vote' };
const onItem = (action: string, ...partitions: string[]) =>
  awsCall(`dynamodb:${action}`, table, { 'dynamodb:LeadingKeys': partitions });

test('a function may do what its role’s policies allow, and is told in AWS’s words what not', async () => {
  const { guard, told } = start();
  assert.equal(
    await guard.functionMay(caller, [onItem('GetItem', 'POLL#1'), awsCall('sqs:SendMessage', queue)]),
    undefined,
  );
  const denial = await guard.functionMay(caller, [onItem('GetItem', 'POLL#1'), onItem('DeleteItem', 'POLL#1')]);
  const message =
    'User: arn:aws:sts::000000000000:assumed-role/Role/Vote is not authorized to perform: dynamodb:DeleteItem on resource: ' +
    `${table} because no identity-based policy allows the dynamodb:DeleteItem action`;
  assert.equal(denial?.message, message);
  assert.deepEqual([told, guard.denials.length], [[message], 1]);
});

test('conditions on partitions hold for every partition of a call', async () => {
  const { guard } = start();
  for (const [partitions, allowed] of [
    [['POLL#1'], true],
    [['POLL#1', 'POLL#2'], true],
    [['WORKSPACE#1'], false],
    [['POLL#1', 'WORKSPACE#1'], false],
  ] as const) {
    const denial = await guard.functionMay(caller, [onItem('PutItem', ...partitions)]);
    assert.equal(denial === undefined, allowed, String(partitions));
  }
});

test('a service may do what the role allows that it has taken, or the resource’s own policy', async () => {
  const { guard } = start();
  const schedules = 'arn:aws:iam::000000000000:role/Region-Schedules';
  const send = awsCall('sqs:SendMessage', queue);
  assert.equal(await guard.roleMay(schedules, region, send), undefined);
  assert.ok(await guard.roleMay(schedules, region, awsCall('sqs:SendMessage', `${queue}-of-others`)));
  const by = (source: string) => awsCall('sqs:SendMessage', queue, { 'aws:SourceArn': source });
  assert.equal(await guard.serviceMay('events.amazonaws.com', region, by(rule)), undefined);
  assert.match(
    (await guard.serviceMay('events.amazonaws.com', region, by(`${rule}2`)))?.message ?? '',
    /resource-based/,
  );
  assert.ok(await guard.serviceMay('s3.amazonaws.com', region, by(rule)));
});

test('what is only asked about is neither denied nor made', async () => {
  const { guard, told } = start();
  assert.equal(await guard.functionMight(caller, onItem('DeleteItem', 'POLL#1'), false), false);
  assert.equal(await guard.functionMight(caller, onItem('GetItem', 'POLL#1'), false), true);
  assert.deepEqual([told, guard.denials], [[], []]);
});

test('what IAM doesn’t know is allowed by nobody', async () => {
  const { guard } = start();
  assert.ok(await guard.functionMay(caller, [awsCall('s3:PUT tagging', 'arn:aws:s3:::files/one')]));
  assert.ok(await guard.functionMay(caller, [awsCall('dynamodb:GetItem', queue)]));
});

test('a policy that IAM would not take is an error', async () => {
  const wrong = resource('AWS::IAM::Policy', {
    Roles: [{ Ref: 'Role' }],
    ...policy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table, NotAction: 'dynamodb:*' }),
  });
  const { guard } = start({ ...Resources, Policy: wrong });
  await assert.rejects(guard.functionMay(caller, [onItem('GetItem', 'POLL#1')]), /IAM can't decide/);
});

test('a managed policy is none that the laptop can hold calls against', async () => {
  const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
  const managed = resource('AWS::IAM::Role', { ...Resources.Role.Properties, ManagedPolicyArns });
  const { guard } = start({ ...Resources, Role: managed });
  await assert.rejects(guard.functionMay(caller, [onItem('GetItem', 'POLL#1')]), /AdministratorAccess/);
});
