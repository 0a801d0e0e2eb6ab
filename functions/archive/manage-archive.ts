import { readEnvironment } from '../../contracts/functions.ts';
import { assertRestorable, newArchive, toArchiveView } from '../../domain/archive/archive-job.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { sendArchive } from '../../stores/sqs-archive-queue.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { auditedHandler } from '../middleware/audited-handler.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { found } from '../middleware/request.ts';

const environment = readEnvironment('manageArchive');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const archives = new DynamoArchiveStore(client, environment.POLLS_TABLE);
const queues = queueClient();
const region = process.env.AWS_REGION ?? '';

const actions: Readonly<Record<string, (poll: Poll) => Promise<ApiResult>>> = {
  'POST /polls/{pollId}/archive': archive,
  'POST /polls/{pollId}/restore': restore,
  'GET /polls/{pollId}/archive': show,
};

/** `POST …/archive`, `POST …/restore` and `GET …/archive` of a poll: a worker does what is asked. */
export const handler = auditedHandler('manageArchive', async (event: ApiEvent) => {
  const poll = await requireOwnPoll(event, 'manageArchive', polls);
  const action = actions[event.routeKey];
  if (!action) throw new Error(`${event.routeKey} is no route of archives`);
  return action(poll);
});

/** The archive that is there already is answered as it is, unless it failed. */
async function archive(poll: Poll): Promise<ApiResult> {
  const job = newArchive(poll, { region, now: Date.now() });
  const current = (await archives.create(job)) ? job : ((await archives.get(poll.id)) ?? job);
  // Once more for one that is under way: the message that should have come after it may have been cut off.
  if (current.region === region && current.state !== 'archived') await send(poll);
  return json(202, toArchiveView(current));
}

async function restore(poll: Poll): Promise<ApiResult> {
  const job = found(await archives.get(poll.id), 'archive');
  assertRestorable(job, region);
  const restoring =
    job.state === 'restoring' ? job : await archives.update({ ...job, state: 'restoring', done: 0, waitsSince: 0 });
  if (!restoring) throw new Problem('unavailable', 'The archive changes just now: try again in a moment.');
  await send(poll);
  return json(202, toArchiveView(restoring));
}

async function show(poll: Poll): Promise<ApiResult> {
  return json(200, toArchiveView(found(await archives.get(poll.id), 'archive')));
}

const send = (poll: Poll) => sendArchive(queues, environment.ARCHIVE_QUEUE_URL, { pollId: poll.id, afterSeconds: 0 });
