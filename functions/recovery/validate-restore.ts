import * as z from 'zod/mini';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { pollsCheck, type RestoreCheck, responsesCheck, talliesCheck } from '../../domain/recovery/restore-checks.ts';
import type { RestoreJob } from '../../domain/recovery/restore-jobs.ts';
import { validateRestore, verdictOf } from '../../domain/recovery/validate-restore.ts';
import { BackupRestoreJobs } from '../../stores/backup-restore-jobs.ts';
import { backupClient, documentClient } from '../../stores/clients.ts';
import { DynamoKeptTallies } from '../../stores/dynamo-kept-tallies.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoStoredResponses } from '../../stores/dynamo-stored-responses.ts';
import { logger } from '../middleware/logger.ts';

const environment = readEnvironment('validateRestore');
const client = documentClient();
const jobs = new BackupRestoreJobs(backupClient());
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const tallies = new DynamoKeptTallies(client, environment.TALLIES_TABLE);

const eventSchema = z.object({ detail: z.object({ restoreJobId: z.string() }) });

/**
 * Holds a table that AWS Backup has restored for a test against the live tables, and tells AWS Backup and the log
 * how that went. Called by EventBridge when the restore job is complete.
 * @throws for a job of another table, and whatever the stores throw; Lambda then tries again
 */
export async function handler(event: unknown): Promise<void> {
  const { restoreJobId } = eventSchema.parse(event).detail;
  const job = await jobs.describe(restoreJobId);
  const { backedUpAt, sourceTable } = job;
  const report = await validateRestore({ tallies, polls, check: checkOf(job), backedUpAt, random: Math.random });
  const verdict = verdictOf(report);
  await jobs.report(restoreJobId, verdict);
  const fields = { restoreJobId, table: sourceTable, ...report };
  if (verdict.passed) logger.info('A restore was validated', { event: logEvents.restoreValidated, ...fields });
  else logger.error('A restore is not what was backed up', { event: logEvents.restoreFailed, ...fields });
}

function checkOf({ sourceTable, restoredTable }: RestoreJob): RestoreCheck {
  switch (sourceTable) {
    case environment.RESPONSES_TABLE:
      return responsesCheck(new DynamoStoredResponses(client, restoredTable), polls);
    case environment.TALLIES_TABLE:
      return talliesCheck(new DynamoKeptTallies(client, restoredTable));
    case environment.POLLS_TABLE:
      return pollsCheck(new DynamoPollStore(client, restoredTable), polls);
    default:
      throw new Error(`No check is known for the table ${sourceTable}`);
  }
}
