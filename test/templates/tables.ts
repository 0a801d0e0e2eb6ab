import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originKeysVariable } from '../../contracts/edge.ts';
import { tableName } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, resources, resourcesOfType, stages } from '../support/templates.ts';

interface Table {
  readonly TableName: string;
  readonly BillingMode: string;
  readonly StreamSpecification?: { readonly StreamViewType: string };
  readonly Replicas: readonly {
    readonly Region: string;
    readonly DeletionProtectionEnabled?: boolean;
    readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled: boolean };
  }[];
}

const tables = resourcesOfType<Table>('AWS::DynamoDB::GlobalTable');

test('every stage has its tables under the names of the contracts', () => {
  for (const stage of stages) {
    const own = tables.filter((table) => table.stage === stage);
    const found = [...new Set(own.map((table) => table.Properties.TableName))];
    const expected = (['polls', 'responses', 'tallies'] as const).map((table) => tableName(stage, table));
    assert.deepEqual(found.sort(), expected, stage);
  }
});

test('a table is on demand, can be restored to any second, and streams its changes', () => {
  for (const table of tables) {
    const { BillingMode, Replicas, StreamSpecification } = table.Properties;
    assert.equal(BillingMode, 'PAY_PER_REQUEST', nameOf(table));
    assert.ok(StreamSpecification, nameOf(table));
    for (const replica of Replicas) {
      assert.equal(replica.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled, true, nameOf(table));
    }
  }
});

test('the responses’ stream has both images, as the tally is a fold of their difference', () => {
  for (const table of tables.filter(({ Properties }) => Properties.TableName.endsWith('-responses'))) {
    assert.equal(table.Properties.StreamSpecification?.StreamViewType, 'NEW_AND_OLD_IMAGES', nameOf(table));
  }
});

test('what a lasting stage keeps outlives its stack and can not be deleted by a slip', () => {
  for (const table of tables) {
    const { retain } = testStage(table.stage);
    assert.equal(table.DeletionPolicy, retain ? 'Retain' : 'Delete', nameOf(table));
    for (const replica of table.Properties.Replicas) {
      assert.equal(replica.DeletionProtectionEnabled ?? false, retain, nameOf(table));
    }
  }
});

test('a passing stage leaves nothing behind', () => {
  const left = resources.filter(({ stage, DeletionPolicy }) => !testStage(stage).retain && DeletionPolicy === 'Retain');
  assert.deepEqual(left.map(nameOf), []);
});

test('global tables stand in every region of their stage, tallies in one each', () => {
  for (const table of tables) {
    const { regions } = testStage(table.stage);
    const isTally = table.Properties.TableName.endsWith('-tallies');
    const found = table.Properties.Replicas.map(({ Region }) => Region).sort();
    if (isTally) assert.equal(found.length, 1, nameOf(table));
    else assert.deepEqual(found, [...regions].sort(), nameOf(table));
  }
});

test('a region away from home grants nothing at home', () => {
  const away = resources.filter(({ stack }) => /eu-west-1(-workers)?$/.test(stack));
  assert.ok(away.length > 0);
  // Whose tokens and which of CloudFront's keys a function takes grants it nothing.
  const isTaken = (name: string) => name.startsWith('USER_POOL_') || name === originKeysVariable;
  const granting = (name: string, value: unknown) => (isTaken(name) ? undefined : value);
  for (const resource of away) {
    // Pictures of all regions are in one bucket, which a client has to know the region of.
    const text = JSON.stringify(resource.Properties, granting).replace('"MEDIA_BUCKET_REGION":"eu-central-1"', '');
    assert.doesNotMatch(text, /eu-central-1/, nameOf(resource));
    for (const [, stack = ''] of text.matchAll(/"Fn::GetStackOutput":\{"StackName":"([^"]+)"/g)) {
      assert.match(stack, /eu-west-1(-workers)?$/, nameOf(resource));
    }
  }
});
