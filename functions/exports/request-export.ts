import { exportRequestSchema } from '../../contracts/exports.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { assertInTable } from '../../domain/archive/archive-job.ts';
import { newJob, toExportView } from '../../domain/exports/export-job.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { readTallyItem } from '../../stores/read-tally-item.ts';
import { sendExport } from '../../stores/sqs-export-queue.ts';
import { json } from '../middleware/api.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { readBody } from '../middleware/request.ts';
import { versionOf } from './responses-version.ts';

const environment = readEnvironment('requestExport');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const exports = new DynamoExportStore(client, environment.TALLIES_TABLE);
const queues = queueClient();

/**
 * `POST /polls/{pollId}/exports`: 202 with the export, which a worker writes. The same request for the same responses
 * gets the export that is there.
 */
export const handler = auditedHandler('requestExport', async (event) => {
  const poll = await requireOwnPoll(event, 'requestExport', polls);
  assertInTable(poll);
  const request = readBody(event, exportRequestSchema);
  const tally = await readTallyItem(client, environment.TALLIES_TABLE, poll.id);
  const job = newJob(poll, request, versionOf(tally), Date.now());
  const isNew = await exports.create(job);
  const current = isNew ? job : ((await exports.get(poll.id, job.id)) ?? job);
  // Once more for one that waits: the message that should have come after it may have been cut off.
  if (current.state === 'pending') {
    await sendExport(queues, environment.EXPORTS_QUEUE_URL, { v: 1, pollId: poll.id, exportId: job.id });
  }
  return json(202, toExportView(current), { location: `/polls/${poll.id}/exports/${job.id}` });
});
