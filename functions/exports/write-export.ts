import type { Context, SQSRecord } from 'aws-lambda';
import { type BusEvent, eventSource } from '../../contracts/events.ts';
import { exportMessageSchema } from '../../contracts/exports.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { workOn } from '../../domain/exports/work.ts';
import { documentClient, eventsClient, longObjectClient, queueClient } from '../../stores/clients.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { pageReader } from '../../stores/dynamo-exported-responses.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { EventBridgeBus } from '../../stores/event-bridge-bus.ts';
import { S3ExportFile } from '../../stores/s3-export-file.ts';
import { sendExport } from '../../stores/sqs-export-queue.ts';
import { queueHandler } from '../middleware/queue-handler.ts';
import { encoderOf } from './encode.ts';

const environment = readEnvironment('writeExport');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const exports = new DynamoExportStore(client, environment.TALLIES_TABLE);
const objects = longObjectClient();
const queues = queueClient();
const bus = new EventBridgeBus(eventsClient(), environment.EVENT_BUS);

/** What a part may take, and the calls behind it, in milliseconds. */
const reserve = 40_000;

/** Writes an export for as long as the function may live, and asks for a next one to go on. */
export const handler = queueHandler(writeExport);

async function writeExport({ body }: SQSRecord, context: Context): Promise<void> {
  const message = exportMessageSchema.parse(JSON.parse(body));
  const [poll, job] = await Promise.all([polls.get(message.pollId), exports.get(message.pollId, message.exportId)]);
  // The poll was deleted, or the export is over.
  if (!poll || !job) return;
  const worked = await workOn(
    {
      store: exports,
      file: new S3ExportFile(objects, environment.EXPORTS_BUCKET, job),
      page: pageReader(client, environment.RESPONSES_TABLE, poll.id),
      encode: encoderOf(poll, job),
      isTimeOver: () => context.getRemainingTimeInMillis() < reserve,
      now: Date.now,
    },
    poll,
    job,
    context.getRemainingTimeInMillis(),
  );
  if (worked.state === 'ready') await bus.publish(readyEvent(poll.workspaceId, worked.pollId, worked.id));
  else await sendExport(queues, environment.EXPORTS_QUEUE_URL, message);
}

/** Told again under the same id when the message comes again. */
function readyEvent(workspace: string, pollId: string, exportId: string): BusEvent<'export.ready'> {
  return {
    specversion: '1.0',
    id: `${pollId}-export-${exportId}`,
    type: 'export.ready',
    source: eventSource,
    time: new Date().toISOString(),
    subject: exportId,
    workspace,
    dataversion: 1,
    data: { pollId, exportId },
  };
}
