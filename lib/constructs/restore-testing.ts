import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnRestoreTestingPlan, CfnRestoreTestingSelection, type BackupVault as Vault } from 'aws-cdk-lib/aws-backup';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { restoreTestPrefix, type TableName, tableName } from '../../contracts/names.ts';
import { logEvents, recoveryMetrics } from '../../contracts/observability.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { ServiceFunction } from './service-function.ts';
import { backupRole } from './table-backups.ts';

export interface RestoreTestingProps {
  readonly configuration: StageConfiguration;
  readonly vault: Vault;
  /** Every table that is backed up. */
  readonly tables: readonly TableName[];
}

/** Twice a week: an alarm sees the last seven days at most, and must not fire between two tests. */
const schedule = 'cron(0 5 ? * MON,THU *)';
const alarmDays = 7;

/**
 * Restores each table's newest backup twice a week, lets `validateRestore` hold it against the live tables, and
 * raises an alarm where that fails or hasn't happened for a week.
 */
export class RestoreTesting extends Construct {
  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const plan = this.#addPlan(props);
    const validator = this.#addValidator(props);
    const restored = new Rule(this, 'Restored', {
      description: 'A restore test has made a table',
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Restore Job State Change'],
        detail: { status: ['COMPLETED'], restoreTestingPlanArn: [plan.attrRestoreTestingPlanArn] },
      },
      targets: [new LambdaFunction(validator.function, { retryAttempts: 2, maxEventAge: Duration.hours(2) })],
    });
    Validations.of(restored).acknowledge({
      id: 'Serverless::Serverless-EventBusDLQ',
      reason:
        'An event that is lost leaves a restore unproved: the next test comes within days, and there is an alarm.',
    });
    this.#addAlarms(props, validator);
  }

  #addPlan({ configuration, vault, tables }: RestoreTestingProps): CfnRestoreTestingPlan {
    const plan = new CfnRestoreTestingPlan(this, 'Plan', {
      // Letters, digits and underscores only.
      restoreTestingPlanName: `groundswell_${configuration.stage.replaceAll('-', '_')}`,
      scheduleExpression: schedule,
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vault.backupVaultArn],
        recoveryPointTypes: ['SNAPSHOT'],
        selectionWindowDays: alarmDays,
      },
    });
    const selection = new CfnRestoreTestingSelection(this, 'Tables', {
      restoreTestingPlanName: plan.restoreTestingPlanName,
      restoreTestingSelectionName: 'tables',
      protectedResourceType: 'DynamoDB',
      protectedResourceArns: tables.map((table) => this.#arnOf(tableName(configuration.stage, table))),
      iamRoleArn: backupRole(this, 'Role', 'AWSBackupServiceRolePolicyForRestores').roleArn,
      validationWindowHours: 4,
    });
    selection.addResourceDependency(plan);
    return plan;
  }

  #addValidator({ configuration }: RestoreTestingProps): ServiceFunction {
    const name = (table: TableName) => tableName(configuration.stage, table);
    const validator = new ServiceFunction(this, {
      function: 'validateRestore',
      environment: {
        POLLS_TABLE: name('polls'),
        RESPONSES_TABLE: name('responses'),
        TALLIES_TABLE: name('tallies'),
      },
      configuration,
      timeout: Duration.minutes(15),
      memorySize: 1_769,
    });
    const restored = this.#arnOf(`${restoreTestPrefix}*`);
    const allow = (actions: readonly string[], resource: string) =>
      validator.allowUntried(
        'Nothing is backed up on a laptop: tests hold it against tables of their own.',
        actions,
        resource,
      );
    allow(['dynamodb:GetItem'], this.#arnOf(name('polls')));
    allow(['dynamodb:GetItem', 'dynamodb:Scan'], this.#arnOf(name('tallies')));
    allow(['dynamodb:GetItem', 'dynamodb:Query'], restored);
    // A restore job is no resource that a policy could name.
    allow(['backup:DescribeRestoreJob', 'backup:PutRestoreValidationResult'], '*');
    acknowledgeWildcard(
      validator,
      restored,
      'AWS Backup makes up the rest of the name of each table that a restore test makes.',
    );
    return validator;
  }

  #addAlarms({ configuration, tables }: RestoreTestingProps, validator: ServiceFunction): void {
    const { namespace, dimension, validated, failed } = recoveryMetrics;
    const filter = (filterId: string, metricName: string, event: string) =>
      new MetricFilter(this, filterId, {
        logGroup: validator.function.logGroup,
        filterPattern: FilterPattern.stringValue('$.event', '=', event),
        metricNamespace: namespace,
        metricName,
        metricValue: '1',
        dimensions: { [dimension]: '$.table' },
      });
    const ofTable = (found: MetricFilter, table: TableName) =>
      found.metric({
        statistic: 'sum',
        period: Duration.days(1),
        dimensionsMap: { [dimension]: tableName(configuration.stage, table) },
      });
    const validations = filter('Validated', validated, logEvents.restoreValidated);
    const failures = filter('Failures', failed, logEvents.restoreFailed);
    for (const table of tables) {
      const of = new Construct(this, table);
      new Alarm(of, 'Unproved', {
        alarmDescription: `No restore of ${table} was validated for a week: nobody knows whether its backups are good.`,
        metric: ofTable(validations, table),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: alarmDays,
        treatMissingData: TreatMissingData.BREACHING,
      });
      new Alarm(of, 'Different', {
        alarmDescription: `A restore of ${table} is not what the live tables say that was backed up.`,
        metric: ofTable(failures, table),
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    }
  }

  #arnOf(name: string): string {
    return Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: name });
  }
}
