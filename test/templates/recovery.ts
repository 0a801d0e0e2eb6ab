import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vaultName } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import { assertOwnTables } from '../support/own-tables.ts';
import { nameOf, resources, resourcesOfType, stages, target } from '../support/templates.ts';

interface Lifecycle {
  readonly DeleteAfterDays: number;
  readonly MoveToColdStorageAfterDays?: number;
}

interface Plan {
  readonly BackupPlan: {
    readonly BackupPlanRule: readonly {
      readonly RuleName: string;
      readonly TargetBackupVault: unknown;
      readonly Lifecycle: Lifecycle;
      readonly CopyActions: readonly { readonly DestinationBackupVaultArn: unknown; readonly Lifecycle: Lifecycle }[];
    }[];
  };
}

interface Vault {
  readonly BackupVaultName: string;
  readonly LockConfiguration?: { readonly ChangeableForDays: number; readonly MinRetentionDays: number };
  readonly AccessPolicy: {
    readonly Statement: readonly { Effect: string; Action: readonly string[]; Principal: unknown }[];
  };
}

interface Alarm {
  readonly MetricName?: string;
  readonly TreatMissingData: string;
}

const vaults = resourcesOfType<Vault>('AWS::Backup::BackupVault');
const plans = resourcesOfType<Plan>('AWS::Backup::BackupPlan');
const alarms = resourcesOfType<Alarm>('AWS::CloudWatch::Alarm').filter(({ stack }) => stack.endsWith('-recovery'));
const backedUp = stages.filter((stage) => testStage(stage).backup);

test('a stage has backups if its configuration says so: a vault at home, and one in the copy region', () => {
  assert.ok(backedUp.length > 0 && backedUp.length < stages.length);
  for (const stage of stages) {
    const found = vaults.filter((vault) => vault.stage === stage).map(({ Properties }) => Properties.BackupVaultName);
    const expected = backedUp.includes(stage) ? [vaultName(stage, 'home'), vaultName(stage, 'copy')] : [];
    assert.deepEqual(found.sort(), expected.sort(), stage);
  }
});

test('no backup can be deleted, and a vault outlives its stack', () => {
  for (const vault of vaults) {
    const denied = vault.Properties.AccessPolicy.Statement.filter(
      ({ Effect, Principal }) => Effect === 'Deny' && JSON.stringify(Principal) === '{"AWS":"*"}',
    ).flatMap(({ Action }) => Action);
    for (const action of ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle']) {
      assert.ok(denied.includes(action), `${nameOf(vault)}: ${action}`);
    }
    assert.equal(vault.DeletionPolicy, 'Retain', nameOf(vault));
  }
});

test('both vaults are locked if the configuration says so, three days after they were made, for all backups', () => {
  for (const vault of vaults) {
    const { backup } = testStage(vault.stage);
    const { LockConfiguration } = vault.Properties;
    if (!backup?.lockedVault) assert.equal(LockConfiguration, undefined, nameOf(vault));
    else assert.deepEqual(LockConfiguration, { ChangeableForDays: 3, MinRetentionDays: backup.keepDays });
  }
  for (const plan of plans) {
    const least = testStage(plan.stage).backup?.keepDays ?? Number.NaN;
    for (const { Lifecycle, CopyActions } of plan.Properties.BackupPlan.BackupPlanRule) {
      for (const { DeleteAfterDays } of [Lifecycle, ...CopyActions.map((copy) => copy.Lifecycle)]) {
        assert.ok(DeleteAfterDays >= least, 'a locked vault refuses a backup that ends before its time');
      }
    }
  }
});

test('every table of the stage is backed up daily and monthly, and each backup is copied to the copy region', () => {
  assert.deepEqual(plans.map(({ stage }) => stage).sort(), [...backedUp].sort());
  for (const plan of plans) {
    const { backup } = testStage(plan.stage);
    const rules = plan.Properties.BackupPlan.BackupPlanRule;
    assert.deepEqual(rules.map(({ RuleName }) => RuleName).sort(), ['daily', 'monthly']);
    for (const { TargetBackupVault, Lifecycle, CopyActions } of rules) {
      const home = target<Vault>(plan, TargetBackupVault);
      assert.equal(home?.Properties.BackupVaultName, vaultName(plan.stage, 'home'), nameOf(plan));
      const [copy] = CopyActions;
      const destination = JSON.stringify(copy?.DestinationBackupVaultArn);
      assert.ok(destination.includes(`:backup:${backup?.copyRegion}:`), destination);
      assert.ok(destination.includes(`:backup-vault:${vaultName(plan.stage, 'copy')}"`), destination);
      assert.deepEqual(copy?.Lifecycle, Lifecycle, nameOf(plan));
    }
  }
  for (const selection of resourcesOfType<{ BackupSelection: { Resources: readonly unknown[] } }>(
    'AWS::Backup::BackupSelection',
  )) {
    assertOwnTables(selection, selection.Properties.BackupSelection.Resources);
  }
});

test('what goes to cold storage stays there for the 90 days that are billed at least', () => {
  const cold = plans
    .flatMap(({ Properties }) => Properties.BackupPlan.BackupPlanRule)
    .map(({ Lifecycle }) => Lifecycle)
    .filter(({ MoveToColdStorageAfterDays }) => MoveToColdStorageAfterDays !== undefined);
  assert.ok(cold.length > 0);
  for (const { DeleteAfterDays, MoveToColdStorageAfterDays } of cold) {
    assert.ok(DeleteAfterDays >= (MoveToColdStorageAfterDays ?? 0) + 90);
  }
});

test('an alarm tells when a backup or a copy failed, and when there was none', () => {
  for (const stage of backedUp) {
    const own = alarms.filter((alarm) => alarm.stage === stage);
    const text = JSON.stringify(own);
    for (const metric of ['BackupJobsFailed', 'BackupJobsAborted', 'BackupJobsExpired', 'CopyJobsFailed']) {
      assert.ok(text.includes(`"NumberOf${metric}"`), `${stage} ${metric}`);
    }
    const missing = own.find(({ Properties }) => Properties.MetricName === 'NumberOfBackupJobsCompleted');
    assert.equal(missing?.Properties.TreatMissingData, 'breaching', stage);
  }
});

test('backups have no part on a laptop, and only they take the roles of AWS Backup', () => {
  for (const { stack, Type } of resources.filter((resource) => resource.Type.startsWith('AWS::Backup::'))) {
    assert.match(stack, /-recovery(-copy)?$/, `${stack}: ${Type}`);
  }
  const roles = resourcesOfType<{ AssumeRolePolicyDocument: unknown; ManagedPolicyArns?: unknown }>('AWS::IAM::Role');
  for (const role of roles.filter(({ Properties }) => JSON.stringify(Properties).includes('AWSBackupServiceRole'))) {
    assert.match(JSON.stringify(role.Properties.AssumeRolePolicyDocument), /"backup.amazonaws.com"/, nameOf(role));
  }
});
