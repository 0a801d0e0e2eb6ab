import type { SQSRecord } from 'aws-lambda';
import { erasureMessageSchema } from '../../contracts/erasure.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { eraseArchived } from '../../domain/archive/erase.ts';
import { eraseDerived } from '../../domain/erasure/erasure.ts';
import { documentClient, longObjectClient } from '../../stores/clients.ts';
import { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { DynamoDerivedData } from '../../stores/dynamo-derived-data.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { S3ArchiveFiles } from '../../stores/s3-archive-files.ts';
import { queueHandler } from '../middleware/queue-handler.ts';
import { archivePorts } from './archive-ports.ts';

const environment = readEnvironment('finishErasure');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const archives = new DynamoArchiveStore(client, environment.POLLS_TABLE);
const objects = longObjectClient();
/** Longer than a call can live. */
const leaseMs = 60_000;
const derived = new DynamoDerivedData(client, objects, {
  polls: environment.POLLS_TABLE,
  tallies: environment.TALLIES_TABLE,
  exportsBucket: environment.EXPORTS_BUCKET,
});

/** Removes what the region derived from responses that were erased, in whatever region. */
export const handler = queueHandler(finishErasure);

async function finishErasure({ body }: SQSRecord): Promise<void> {
  const { pollId, voterKey } = erasureMessageSchema.parse(JSON.parse(body));
  await eraseDerived(derived, { pollId, voterKey });
  const [poll, job] = await Promise.all([polls.get(pollId), archives.get(pollId)]);
  // While responses move, only the look after this one finds them at rest; what waits to be put back never will be.
  if (!poll || job?.state !== 'archived' || job.region !== process.env.AWS_REGION) return;
  const ports = archivePorts(archives, new S3ArchiveFiles(objects, environment.ARCHIVE_BUCKET, pollId));
  await eraseArchived(ports, job, { shards: poll.shards, voterKey }, leaseMs);
}
