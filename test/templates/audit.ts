import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitions, workersStackName } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, resourcesOfType } from '../support/templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Table {
  readonly TableName: string;
  readonly Replicas: readonly {
    readonly Region: string;
    readonly ResourcePolicy?: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };
  }[];
}

function assertAppendOnly(statements: readonly Statement[], where: string): void {
  const [deny, ...more] = statements;
  assert.ok(deny && more.length === 0, where);
  assert.deepEqual([deny.Effect, deny.Principal, deny.Resource], ['Deny', { AWS: '*' }, '*'], where);
  for (const action of ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete']) {
    assert.ok(deny.Action.includes(`dynamodb:${action}`), `${where} ${action}`);
  }
  assert.deepEqual(Object.keys(deny.Condition).sort(), ['ArnNotLike', 'ForAnyValue:StringLike'], where);
  assert.deepEqual(deny.Condition['ForAnyValue:StringLike'], { 'dynamodb:LeadingKeys': `${partitions.audit}*` });
  assert.match(String(deny.Condition.ArnNotLike?.['aws:PrincipalArn']), /role\/aws-service-role\/replication/);
}

test('in every region nobody but the table’s own replication changes or deletes what is on record', () => {
  const tables = resourcesOfType<Table>('AWS::DynamoDB::GlobalTable').filter(({ Properties }) =>
    Properties.TableName.endsWith('-polls'),
  );
  const calls = resourcesOfType<{ Create: unknown; Update: unknown }>('Custom::AWS').filter(({ Properties }) =>
    JSON.stringify(Properties.Create).includes('putResourcePolicy'),
  );
  assert.ok(tables.length > 0 && calls.length > 0);
  for (const table of tables) {
    const [home, ...others] = testStage(table.stage).regions;
    for (const { Region, ResourcePolicy } of table.Properties.Replicas) {
      if (Region === home) assertAppendOnly(ResourcePolicy?.PolicyDocument.Statement ?? [], nameOf(table));
      // CloudFormation would refuse it in the update that makes the replica.
      else assert.equal(ResourcePolicy, undefined, nameOf(table));
    }
    const own = calls.filter(({ stage }) => stage === table.stage);
    assert.deepEqual(
      own.map(({ stack }) => stack).sort(),
      others.map((region) => workersStackName(table.stage, region)).sort(),
    );
    for (const call of own) {
      for (const text of [call.Properties.Create, call.Properties.Update])
        assertAppendOnly(policyIn(text), nameOf(call));
    }
  }
});

/** The statements of a call's policy, whose text holds no token. */
function policyIn(call: unknown): readonly Statement[] {
  const [, text = ''] = /"Policy":("(?:[^"\\]|\\.)*")/.exec([textOf(call)].join('')) ?? [];
  return JSON.parse(JSON.parse(text)).Statement;
}

/** A text of a template, with whatever only the deployment knows left out. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [, parts] = (value as { 'Fn::Join'?: [string, readonly unknown[]] })['Fn::Join'] ?? ['', []];
  return parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
}

test('no role is granted to change or delete records by name', () => {
  for (const policy of resourcesOfType<{ PolicyDocument: { Statement: readonly Statement[] } }>('AWS::IAM::Policy')) {
    for (const { Action, Condition } of policy.Properties.PolicyDocument.Statement) {
      if (!JSON.stringify(Condition ?? {}).includes(`"${partitions.audit}`)) continue;
      const extra = [Action].flat().filter((action) => !['dynamodb:Query', 'dynamodb:PutItem'].includes(action));
      assert.deepEqual(extra, [], nameOf(policy));
    }
  }
});
