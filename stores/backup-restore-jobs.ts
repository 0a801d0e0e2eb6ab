import {
  type BackupClient,
  DescribeRestoreJobCommand,
  PutRestoreValidationResultCommand,
} from '@aws-sdk/client-backup';
import type { RestoreJob, RestoreJobs, Verdict } from '../domain/recovery/restore-jobs.ts';

/** How long a validation's message may be; AWS Backup names no limit, and a console shows one line. */
const messageCharacters = 1_000;

/** The restore jobs of AWS Backup. */
export class BackupRestoreJobs implements RestoreJobs {
  readonly #client: BackupClient;

  constructor(client: BackupClient) {
    this.#client = client;
  }

  async describe(jobId: string): Promise<RestoreJob> {
    const job = await this.#client.send(new DescribeRestoreJobCommand({ RestoreJobId: jobId }));
    const backedUpAt = job.RecoveryPointCreationDate?.getTime();
    if (backedUpAt === undefined) throw new Error(`The restore job ${jobId} names no time of its backup`);
    return {
      sourceTable: tableOf(jobId, job.SourceResourceArn),
      restoredTable: tableOf(jobId, job.CreatedResourceArn),
      backedUpAt,
    };
  }

  async report(jobId: string, { passed, message }: Verdict): Promise<void> {
    await this.#client.send(
      new PutRestoreValidationResultCommand({
        RestoreJobId: jobId,
        ValidationStatus: passed ? 'SUCCESSFUL' : 'FAILED',
        ValidationStatusMessage: message.slice(0, messageCharacters),
      }),
    );
  }
}

/** The name in `arn:aws:dynamodb:<region>:<account>:table/<name>`. */
function tableOf(jobId: string, arn: string | undefined): string {
  const [, name] = /:table\/([\w.-]+)$/.exec(arn ?? '') ?? [];
  if (name === undefined) throw new Error(`The restore job ${jobId} is of no table: ${arn}`);
  return name;
}
