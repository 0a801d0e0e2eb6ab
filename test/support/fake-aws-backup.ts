import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '../../local/servers/listen.ts';

/** What the fake says of every restore job. */
export interface FakeJob {
  readonly sourceTable: string;
  readonly restoredTable: string;
  /** Milliseconds since 1970. */
  readonly backedUpAt: number;
}

/** A validation as AWS Backup was told. */
export interface Validation {
  readonly jobId: string;
  readonly ValidationStatus: string;
  readonly ValidationStatusMessage: string;
}

const arnOf = (table: string) => `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}`;

/**
 * Stands for AWS Backup, of which nothing runs on a laptop: it restores nothing, answers DescribeRestoreJob with
 * what it was given, and remembers what PutRestoreValidationResult said.
 */
export async function startFakeAwsBackup() {
  const jobs = new Map<string, FakeJob>();
  const validations: Validation[] = [];
  const server = createServer(async (request, response) => {
    const [, jobId = '', validation] = /^\/restore-jobs\/([^/]+)(\/validations)?$/.exec(request.url ?? '') ?? [];
    const job = jobs.get(jobId);
    response.setHeader('content-type', 'application/json');
    if (!job) return response.writeHead(400).end('{"Code":"InvalidParameterValueException"}');
    if (validation && request.method === 'PUT') {
      validations.push({ jobId, ...((await json(request)) as Omit<Validation, 'jobId'>) });
      return response.writeHead(204).end();
    }
    response.end(
      JSON.stringify({
        RestoreJobId: jobId,
        SourceResourceArn: arnOf(job.sourceTable),
        CreatedResourceArn: arnOf(job.restoredTable),
        RecoveryPointCreationDate: job.backedUpAt / 1_000,
      }),
    );
  });
  const { port, stop } = await listen(server);
  return { endpoint: `http://127.0.0.1:${port}`, jobs, validations, stop };
}
