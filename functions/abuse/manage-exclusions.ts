import { newExclusionSchema, type Suspicions } from '../../contracts/abuse.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import {
  type ExclusionJob,
  excludedAgain,
  firstMessage,
  mostExclusions,
  newExclusion,
  putBack,
  toExclusion,
} from '../../domain/abuse/exclusion.ts';
import { assertInTable } from '../../domain/archive/archive-job.ts';
import { Problem } from '../../domain/problem.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoExclusionStore } from '../../stores/dynamo-exclusion-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { readTallyItem } from '../../stores/read-tally-item.ts';
import { sendAbuse } from '../../stores/sqs-abuse-queue.ts';
import { type ApiEvent, type ApiResult, json } from '../middleware/api.ts';
import { requireOwnPoll } from '../middleware/caller.ts';
import { found, pathParameter, readBody } from '../middleware/request.ts';
import { routesHandler } from '../middleware/routes-handler.ts';

const { POLLS_TABLE, TALLIES_TABLE, ABUSE_QUEUE_URL } = readEnvironment('manageExclusions');
const client = documentClient();
const polls = new DynamoPollStore(client, POLLS_TABLE);
const exclusions = new DynamoExclusionStore(client, POLLS_TABLE);
const queues = queueClient();
const tallyOf = (pollId: string) => readTallyItem(client, TALLIES_TABLE, pollId);

/** Which of a poll's responses are suspicious, and which groups of them results leave out. */
export const handler = routesHandler('manageExclusions', {
  'GET /polls/{pollId}/suspicions': async (event) => {
    const { id: pollId } = await requireOwnPoll(event, 'manageExclusions', polls);
    const [look, tally] = await Promise.all([exclusions.look(pollId), tallyOf(pollId)]);
    const isCurrent = look !== undefined && look.computedAt > (tally.updatedAt ?? 0);
    if (!isCurrent && (await exclusions.ask(pollId, Date.now()))) {
      await sendAbuse(queues, ABUSE_QUEUE_URL, { v: 1, kind: 'look', pollId });
    }
    const suspicions: Suspicions = {
      state: isCurrent ? 'ready' : 'computing',
      ...(look ? { computedAt: new Date(look.computedAt).toISOString() } : {}),
      groups: look?.groups ?? [],
    };
    return json(200, suspicions);
  },
  'GET /polls/{pollId}/exclusions': async (event) => {
    const { id } = await requireOwnPoll(event, 'manageExclusions', polls);
    const [jobs, tally] = await Promise.all([exclusions.list(id), tallyOf(id)]);
    return json(200, { exclusions: jobs.map((job) => toExclusion(job, tally)) });
  },
  'POST /polls/{pollId}/exclusions': exclude,
  'DELETE /polls/{pollId}/exclusions/{exclusionId}': async (event) => {
    const poll = await requireOwnPoll(event, 'manageExclusions', polls);
    assertInTable(poll);
    const before = found(await exclusions.get(poll.id, pathParameter(event, 'exclusionId')), 'exclusion');
    return change(before, putBack(before));
  },
});

/** 202 with the exclusion; the same again takes in what has come since. */
async function exclude(event: ApiEvent): Promise<ApiResult> {
  const poll = await requireOwnPoll(event, 'manageExclusions', polls);
  assertInTable(poll);
  const { group } = readBody(event, newExclusionSchema);
  const wanted = newExclusion(poll.id, group, Date.now());
  const before = await exclusions.get(poll.id, wanted.id);
  if (before) return change(before, excludedAgain(before));
  if ((await exclusions.list(poll.id)).length >= mostExclusions) {
    throw new Problem('invalid-content', `A poll has at most ${mostExclusions} exclusions.`);
  }
  return change(undefined, wanted);
}

/** Once more for one that is under way: the message that should have come after it may have been cut off. */
async function change(before: ExclusionJob | undefined, job: ExclusionJob): Promise<ApiResult> {
  if (before !== job && !(await exclusions.put(job, before))) {
    throw new Problem('unavailable', 'The exclusion changes just now: try again in a moment.');
  }
  if (job.state === 'excluding' || job.state === 'putting-back') {
    await sendAbuse(queues, ABUSE_QUEUE_URL, firstMessage(job));
  }
  return json(202, toExclusion(job, await tallyOf(job.pollId)));
}
