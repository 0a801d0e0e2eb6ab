import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault as Vault } from 'aws-cdk-lib/aws-backup';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { vaultName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

export interface TableBackupsProps {
  readonly configuration: StageConfiguration;
  readonly backup: NonNullable<StageConfiguration['backup']>;
  readonly vault: Vault;
  readonly tableArns: readonly string[];
}

/** The month's first backup: a month in warm storage, and a year in cold, which is billed for 90 days at least. */
const monthly = { coldAfterDays: 30, keepDays: 395 } as const;

/**
 * Backs tables up each night, and the first night of a month for a year, with a copy of each in the copy region.
 * Points in time between them are what the tables' own recovery is for: AWS Backup has none for DynamoDB.
 */
export class TableBackups extends Construct {
  constructor(scope: Construct, id: string, { configuration, backup, vault, tableArns }: TableBackupsProps) {
    super(scope, id);
    const destinationBackupVault = Vault.fromBackupVaultArn(
      this,
      'CopyVault',
      Stack.of(this).formatArn({
        service: 'backup',
        region: backup.copyRegion,
        resource: 'backup-vault',
        resourceName: vaultName(configuration.stage, 'copy'),
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    const keep = { deleteAfter: Duration.days(backup.keepDays) };
    const keepLong = {
      moveToColdStorageAfter: Duration.days(monthly.coldAfterDays),
      deleteAfter: Duration.days(Math.max(monthly.keepDays, backup.keepDays)),
    };
    const windows = { startWindow: Duration.hours(1), completionWindow: Duration.hours(12) };
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: `groundswell-${configuration.stage}`,
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'daily',
          scheduleExpression: Schedule.cron({ hour: '2', minute: '0' }),
          ...windows,
          ...keep,
          copyActions: [{ destinationBackupVault, ...keep }],
        }),
        new BackupPlanRule({
          ruleName: 'monthly',
          scheduleExpression: Schedule.cron({ day: '1', hour: '3', minute: '0' }),
          ...windows,
          ...keepLong,
          copyActions: [{ destinationBackupVault, ...keepLong }],
        }),
      ],
    });
    plan.addSelection('Tables', {
      resources: tableArns.map((arn) => BackupResource.fromArn(arn)),
      role: backupRole(this, 'Role', 'AWSBackupServiceRolePolicyForBackup'),
      disableDefaultBackupPolicy: true,
    });
    this.#addAlarms(vault, tableArns.length);
  }

  #addAlarms(vault: Vault, tables: number): void {
    const metric = (metricName: string, period: Duration) =>
      new Metric({
        namespace: 'AWS/Backup',
        metricName,
        dimensionsMap: { BackupVaultName: vault.backupVaultName },
        period,
        statistic: 'sum',
      });
    const hour = Duration.hours(1);
    new Alarm(this, 'Failed', {
      alarmDescription: 'A backup of a table, or its copy to the other region, failed.',
      metric: new MathExpression({
        expression: 'FILL(failed, 0) + FILL(aborted, 0) + FILL(expired, 0) + FILL(copies, 0)',
        usingMetrics: {
          failed: metric('NumberOfBackupJobsFailed', hour),
          aborted: metric('NumberOfBackupJobsAborted', hour),
          expired: metric('NumberOfBackupJobsExpired', hour),
          copies: metric('NumberOfCopyJobsFailed', hour),
        },
        period: hour,
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    new Alarm(this, 'Missing', {
      alarmDescription: 'Not every table was backed up in two days.',
      metric: metric('NumberOfBackupJobsCompleted', Duration.days(1)),
      threshold: tables,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}

/** A role with which AWS Backup works, with the permissions that its documentation asks for. */
export function backupRole(scope: Construct, id: string, policy: string): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(`service-role/${policy}`)],
  });
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${policy}]`,
    reason:
      'What AWS Backup needs for DynamoDB changes with its features; AWS keeps this list, and only AWS Backup may take the role.',
  });
  return role;
}
