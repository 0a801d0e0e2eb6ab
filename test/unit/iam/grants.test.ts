import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordedCall } from '../../../local/iam/call-log.ts';
import type { Role, Statement } from '../../../local/iam/policy.ts';
import { grantsOf, isNeeded, nameOf, reasonFor, without } from '../../least-privilege/grants.ts';

const table = (name: string) => `arn:aws:dynamodb:eu-central-1:000000000000:table/${name}`;
const keys = 'dynamodb:LeadingKeys';
const statements: Statement[] = [
  { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: [table('a'), table('b')] },
  {
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: table('a'),
    Condition: { 'ForAllValues:StringLike': { [keys]: ['POLL#*', 'LANE#*'] } },
  },
];
const role: Role = {
  id: 'Role',
  arn: 'arn:aws:iam::000000000000:role/Role',
  region: 'eu-central-1',
  statements,
  untried: [{ actions: ['dynamodb:PutItem'], reason: 'No test has time.', resources: [table('b')] }],
  conditionKeys: new Set([keys]),
};
const call = (action: string, name: string, partition?: string): RecordedCall => ({
  role: 'Role',
  allowed: true,
  action: `dynamodb:${action}`,
  resource: table(name),
  context: partition === undefined ? {} : { [keys]: [partition] },
});
const all = [
  ...['a', 'b'].flatMap((name) => [call('GetItem', name), call('PutItem', name)]),
  call('Query', 'a', 'POLL#1'),
  call('Query', 'a', 'LANE#1'),
];

test('a grant is one action on one resource, and of one kind of partition', () => {
  assert.deepEqual(
    grantsOf(role).map((grant) => nameOf(grant).replaceAll(/Role: dynamodb:|arn:\S+:table\//g, '')),
    [
      'GetItem on a',
      'GetItem on b',
      'PutItem on a',
      'PutItem on b',
      'Query on a in partitions POLL#*',
      'Query on a in partitions LANE#*',
    ],
  );
});

test('with any one grant taken away, exactly the calls that need it are denied', async () => {
  for (const [index, grant] of grantsOf(role).entries()) {
    const others = all.filter((_, place) => grantsOf(role)[index] && place !== wanted(index));
    assert.equal(await isNeeded(role, grant, all), true, nameOf(grant));
    assert.equal(await isNeeded(role, grant, others), false, nameOf(grant));
  }
});

/** The place of the call that the grant of a place allows. */
function wanted(index: number): number {
  return [0, 2, 1, 3, 4, 5][index] ?? -1;
}

test('what two statements allow is needed of neither', async () => {
  const twice = { ...role, statements: [...statements, ...statements] };
  for (const grant of grantsOf(twice)) assert.equal(await isNeeded(twice, grant, all), false, nameOf(grant));
});

test('calls of other roles, and those that were denied before, show nothing', async () => {
  const [first] = grantsOf(role);
  assert.ok(first);
  assert.equal(await isNeeded(role, first, [{ ...call('GetItem', 'a'), role: 'Other' }]), false);
  assert.equal(await isNeeded(role, first, [call('GetItem', 'c')]), false);
});

test('a statement without its only grant is gone, and a denying one stays', () => {
  const denying: Statement = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' };
  const one: Statement = { Effect: 'Allow', Action: 'dynamodb:Scan', Resource: table('a') };
  const [grant] = grantsOf({ id: 'Role', statements: [denying, one] });
  assert.ok(grant);
  assert.deepEqual(without([denying, one], grant), [denying]);
});

test('a sentence holds for the resources that it names', () => {
  const reasons = grantsOf(role).map((grant) => reasonFor(role, grant));
  assert.deepEqual(reasons, [undefined, undefined, undefined, 'No test has time.', undefined, undefined]);
});
