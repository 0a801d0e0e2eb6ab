import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault as Vault } from 'aws-cdk-lib/aws-backup';
import { Construct } from 'constructs';
import { vaultName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

export interface BackupVaultProps {
  readonly configuration: StageConfiguration;
  readonly backup: NonNullable<StageConfiguration['backup']>;
  readonly place: 'home' | 'copy';
}

/** How long a lock can be taken back: AWS Backup takes three days at least. */
const changeableFor = Duration.days(3);

/**
 * A vault from which nobody can delete a backup before its time while its policy stands, and, once locked, not by
 * changing the policy either. It is encrypted with AWS Backup's own key: one of ours could be deleted, and every
 * backup with it, in spite of the lock.
 */
export class BackupVault extends Construct {
  readonly vault: Vault;

  constructor(scope: Construct, id: string, { configuration, backup, place }: BackupVaultProps) {
    super(scope, id);
    this.vault = new Vault(this, 'Vault', {
      backupVaultName: vaultName(configuration.stage, place),
      blockRecoveryPointDeletion: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(backup.lockedVault
        ? { lockConfiguration: { minRetention: Duration.days(backup.keepDays), changeableFor } }
        : {}),
    });
  }
}
