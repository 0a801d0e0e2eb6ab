import { readEnvironment } from '../../contracts/functions.ts';
import { toExportView } from '../../domain/exports/export-job.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { S3ExportFile } from '../../stores/s3-export-file.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { found, pathParameter } from '../middleware/request.ts';

const environment = readEnvironment('getExport');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const exports = new DynamoExportStore(client, environment.TALLIES_TABLE);
const objects = objectClient();

/** `GET /polls/{pollId}/exports/{exportId}`: how far it is, and where its file is for a quarter of an hour. */
export const handler = apiHandler(async (event) => {
  const poll = await requireOwnPoll(event, 'getExport', polls);
  const job = found(await exports.get(poll.id, pathParameter(event, 'exportId')), 'export');
  const isReady = job.state === 'ready';
  const url = isReady ? await new S3ExportFile(objects, environment.EXPORTS_BUCKET, job).downloadUrl() : undefined;
  return json(200, toExportView(job, url));
});
