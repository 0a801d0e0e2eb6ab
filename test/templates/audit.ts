import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitions } from '../../contracts/names.ts';
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

test('in every region nobody but the table’s own replication changes or deletes what is on record', () => {
  const tables = resourcesOfType<Table>('AWS::DynamoDB::GlobalTable').filter(({ Properties }) =>
    Properties.TableName.endsWith('-polls'),
  );
  assert.ok(tables.length > 0);
  for (const table of tables) {
    assert.equal(table.Properties.Replicas.length, testStage(table.stage).regions.length);
    for (const { Region, ResourcePolicy } of table.Properties.Replicas) {
      const [deny, ...more] = ResourcePolicy?.PolicyDocument.Statement ?? [];
      assert.ok(deny && more.length === 0, `${nameOf(table)} ${Region}`);
      assert.deepEqual([deny.Effect, deny.Principal], ['Deny', { AWS: '*' }]);
      for (const action of ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete']) {
        assert.ok(deny.Action.includes(`dynamodb:${action}`), action);
      }
      assert.match(JSON.stringify(deny.Resource), new RegExp(`:dynamodb:${Region}:.*/${table.Properties.TableName}"`));
      assert.deepEqual(Object.keys(deny.Condition).sort(), ['ArnNotLike', 'ForAnyValue:StringLike']);
      assert.deepEqual(deny.Condition['ForAnyValue:StringLike'], { 'dynamodb:LeadingKeys': `${partitions.audit}*` });
      assert.match(String(deny.Condition.ArnNotLike?.['aws:PrincipalArn']), /role\/aws-service-role\/replication/);
    }
  }
});

test('no role is granted to change or delete records by name', () => {
  for (const policy of resourcesOfType<{ PolicyDocument: { Statement: readonly Statement[] } }>('AWS::IAM::Policy')) {
    for (const { Action, Condition } of policy.Properties.PolicyDocument.Statement) {
      if (!JSON.stringify(Condition ?? {}).includes(`"${partitions.audit}`)) continue;
      const extra = [Action].flat().filter((action) => !['dynamodb:Query', 'dynamodb:PutItem'].includes(action));
      assert.deepEqual(extra, [], nameOf(policy));
    }
  }
});
