import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cloudOnly, type TableName, tableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { BackupVault } from '../constructs/backup-vault.ts';
import { RestoreTesting } from '../constructs/restore-testing.ts';
import { TableBackups } from '../constructs/table-backups.ts';

/** The tallies, too, though they could be recounted: not those of polls whose responses have expired. */
const tables: readonly TableName[] = ['polls', 'responses', 'tallies'];

export interface RecoveryStackProps extends StackProps {
  readonly configuration: StageConfiguration;
  readonly backup: NonNullable<StageConfiguration['backup']>;
}

/** At home: the backups of the stage's tables, and the tests that they can be restored. */
export class RecoveryStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, backup, ...props }: RecoveryStackProps) {
    super(scope, id, props);
    this.templateOptions.metadata = { [cloudOnly]: true };
    Tags.of(this).add('service', 'recovery');
    const { vault } = new BackupVault(this, 'Backups', { configuration, backup, place: 'home' });
    const tableArns = tables.map((table) =>
      this.formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName(configuration.stage, table) }),
    );
    new TableBackups(this, 'TableBackups', { configuration, backup, vault, tableArns });
    new RestoreTesting(this, 'RestoreTesting', { configuration, vault, tables });
    new AlarmTopic(this, 'Alarms', configuration);
  }
}

/** In the copy region: the vault that takes the copies. */
export class RecoveryCopyStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, backup, ...props }: RecoveryStackProps) {
    super(scope, id, props);
    this.templateOptions.metadata = { [cloudOnly]: true };
    Tags.of(this).add('service', 'recovery');
    new BackupVault(this, 'Copies', { configuration, backup, place: 'copy' });
  }
}
