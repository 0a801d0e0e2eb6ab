import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableName } from '../../contracts/names.ts';
import { logEvents } from '../../contracts/observability.ts';
import { testStage } from '../support/configuration.ts';
import { assertOwnTables, tables } from '../support/own-tables.ts';
import { resourcesOfType, stages, target } from '../support/templates.ts';

interface Alarm {
  readonly MetricName?: string;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

const alarms = resourcesOfType<Alarm>('AWS::CloudWatch::Alarm').filter(({ stack }) => stack.endsWith('-recovery'));
const backedUp = stages.filter((stage) => testStage(stage).backup);

test('a restore of every table is tested from the vault at home, and validated by the function of the contracts', () => {
  const selections = resourcesOfType<{ ProtectedResourceArns: readonly unknown[]; RestoreTestingPlanName: string }>(
    'AWS::Backup::RestoreTestingSelection',
  );
  const rules = resourcesOfType<{
    EventPattern: { source: unknown; detail: { status: unknown; restoreTestingPlanArn: readonly [unknown] } };
    Targets: readonly [{ Arn: unknown }];
  }>('AWS::Events::Rule');
  for (const stage of backedUp) {
    const selection = selections.find((one) => one.stage === stage);
    assert.ok(selection, stage);
    assertOwnTables(selection, selection.Properties.ProtectedResourceArns);
    const rule = rules.find((one) => one.stack === selection.stack);
    assert.ok(rule, stage);
    const { source, detail } = rule.Properties.EventPattern;
    assert.deepEqual([source, detail.status], [['aws.backup'], ['COMPLETED']]);
    const plan = target<{
      RestoreTestingPlanName: string;
      RecoveryPointSelection: { IncludeVaults: readonly [unknown] };
    }>(rule, detail.restoreTestingPlanArn[0]);
    assert.equal(plan?.Properties.RestoreTestingPlanName, selection.Properties.RestoreTestingPlanName, stage);
    const [vault] = plan.Properties.RecoveryPointSelection.IncludeVaults;
    assert.equal(target(plan, vault)?.Type, 'AWS::Backup::BackupVault', stage);
    const validator = target<{ Environment: { Variables: object } }>(rule, rule.Properties.Targets[0].Arn);
    assert.match(validator?.id ?? '', /validateRestoreFunction/, stage);
    assert.deepEqual(
      Object.entries(validator?.Properties.Environment.Variables ?? {}).filter(([name]) => name.endsWith('_TABLE')),
      tables.map((table) => [`${table.toUpperCase()}_TABLE`, tableName(stage, table)]),
    );
  }
});

test('an alarm tells of each table when its restore differs, and when none was validated for a week', () => {
  const filters = resourcesOfType<{ FilterPattern: string; MetricTransformations: readonly [{ MetricName: string }] }>(
    'AWS::Logs::MetricFilter',
  );
  const counted = (stage: string, event: string) =>
    filters.find((filter) => filter.stage === stage && filter.Properties.FilterPattern.includes(`"${event}"`))
      ?.Properties.MetricTransformations[0].MetricName;
  for (const stage of backedUp) {
    for (const table of tables) {
      const of = (event: string) => {
        const metric = counted(stage, event);
        assert.ok(metric, event);
        return alarms.find(
          ({ stage: own, Properties }) =>
            own === stage &&
            Properties.MetricName === metric &&
            Properties.Dimensions?.[0]?.Value === tableName(stage, table),
        )?.Properties;
      };
      assert.ok(of(logEvents.restoreFailed), `${stage} ${table}`);
      const unproved = of(logEvents.restoreValidated);
      assert.equal(unproved?.TreatMissingData, 'breaching', `${stage} ${table}`);
      // The most that CloudWatch looks back on.
      assert.equal((unproved?.Period ?? 0) * (unproved?.EvaluationPeriods ?? 0), 7 * 86_400);
    }
  }
});
