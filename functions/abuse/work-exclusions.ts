import type { Context, SQSRecord } from 'aws-lambda';
import { type AbuseMessage, abuseMessageSchema } from '../../contracts/abuse.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import { workOnExclusion } from '../../domain/abuse/exclusion.ts';
import { Groups } from '../../domain/abuse/groups.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoExcludedResponses } from '../../stores/dynamo-excluded-responses.ts';
import { DynamoExclusionStore } from '../../stores/dynamo-exclusion-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { sendAbuse } from '../../stores/sqs-abuse-queue.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const { POLLS_TABLE, RESPONSES_TABLE, ABUSE_QUEUE_URL } = readEnvironment('workExclusions');
const client = documentClient();
const polls = new DynamoPollStore(client, POLLS_TABLE);
const exclusions = new DynamoExclusionStore(client, POLLS_TABLE);
const queues = queueClient();

/** What a page may take, and the message behind it. Milliseconds. */
const reserve = 60_000;

/** Looks at a poll's responses, or goes on with an exclusion for as long as the function may live. */
export const handler = queueHandler(async ({ body }: SQSRecord, context: Context) => {
  const message = abuseMessageSchema.parse(JSON.parse(body));
  const poll = await polls.get(message.pollId);
  // Deleted since, or without its responses.
  if (!poll || poll.responsesRemovedAt !== undefined) return;
  if (message.kind === 'look') await look(poll);
  else await goOn(poll, message, () => context.getRemainingTimeInMillis() < reserve);
});

async function look(poll: Poll): Promise<void> {
  const computedAt = Date.now();
  const groups = new Groups();
  for await (const page of new DynamoExcludedResponses(client, RESPONSES_TABLE, poll).seen()) {
    for (const response of page) groups.add(response);
  }
  await exclusions.keepLook(poll.id, { computedAt, groups: groups.suspicious() });
}

async function goOn(
  poll: Poll,
  message: Extract<AbuseMessage, { kind: 'exclusion' }>,
  isTimeOver: () => boolean,
): Promise<void> {
  const { exclusionId, run, partition, after } = message;
  const job = await exclusions.get(poll.id, exclusionId);
  // Another run has begun, or this one has ended.
  if (job?.run !== run || (job.state !== 'excluding' && job.state !== 'putting-back')) return;
  const responses = new DynamoExcludedResponses(client, RESPONSES_TABLE, poll);
  const from = { partition, ...(after === undefined ? {} : { after }) };
  const next = await workOnExclusion(responses, { poll, job, from, isTimeOver });
  if (next) {
    await sendAbuse(queues, ABUSE_QUEUE_URL, { v: 1, kind: 'exclusion', pollId: poll.id, exclusionId, run, ...next });
  } else {
    await exclusions.put({ ...job, state: job.state === 'excluding' ? 'excluded' : 'put-back' }, job);
  }
}
