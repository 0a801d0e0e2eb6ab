import { readEnvironment } from '../../contracts/functions.ts';
import { toExportView } from '../../domain/exports/export-job.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoExportStore } from '../../stores/dynamo-export-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { apiHandler, json } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';

const environment = readEnvironment('listExports');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const exports = new DynamoExportStore(client, environment.TALLIES_TABLE);

/** `GET /polls/{pollId}/exports`: those whose files are kept, newest first. */
export const handler = apiHandler(async (event) => {
  const { id } = await requireOwnPoll(event, 'listExports', polls);
  const jobs = await exports.list(id);
  return json(200, { exports: jobs.map((job) => toExportView(job)) });
});
