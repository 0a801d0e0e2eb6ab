import type { Context, SQSRecord } from 'aws-lambda';
import { archiveMessageSchema } from '../../contracts/archive.ts';
import { readEnvironment } from '../../contracts/functions.ts';
import type { View } from '../../contracts/insight-job.ts';
import type { ArchivePorts } from '../../domain/archive/ports.ts';
import { workOnArchive } from '../../domain/archive/work.ts';
import { readView } from '../../domain/insights/refresh.ts';
import { runoffOf } from '../../domain/outcomes/runoff-of.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { documentClient, longObjectClient, queueClient } from '../../stores/clients.ts';
import { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { DynamoArchivedTable } from '../../stores/dynamo-archived-table.ts';
import { DynamoInsightLeases } from '../../stores/dynamo-insight-leases.ts';
import { DynamoInsightStore } from '../../stores/dynamo-insight-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoResponseStore } from '../../stores/dynamo-response-store.ts';
import { DynamoRunoffStore } from '../../stores/dynamo-runoff-store.ts';
import { forgetExpiry } from '../../stores/forget-expiry.ts';
import { readTallyItem } from '../../stores/read-tally-item.ts';
import { encodePart, S3ArchiveFiles } from '../../stores/s3-archive-files.ts';
import { sendArchive } from '../../stores/sqs-archive-queue.ts';
import { SqsInsightQueue } from '../../stores/sqs-insight-queue.ts';
import { queueHandler } from '../middleware/queue-handler.ts';

const environment = readEnvironment('workArchive');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const archives = new DynamoArchiveStore(client, environment.POLLS_TABLE);
const responses = new DynamoResponseStore(client, environment.RESPONSES_TABLE);
const runoffs = new DynamoRunoffStore(client, environment.POLLS_TABLE);
const objects = longObjectClient();
const queues = queueClient();
const insights = {
  store: new DynamoInsightStore(client, environment.TALLIES_TABLE),
  leases: new DynamoInsightLeases(client, environment.TALLIES_TABLE),
  queue: new SqsInsightQueue(queues, environment.INSIGHTS_QUEUE_URL),
};

/** What a part may take, to be written, verified, expired or restored, in milliseconds. */
const reserve = 120_000;

/** Works on an archive for as long as the function may live, and asks for a next one to go on. */
export const handler = queueHandler(workArchive);

async function workArchive({ body }: SQSRecord, context: Context): Promise<void> {
  const { pollId } = archiveMessageSchema.parse(JSON.parse(body));
  const [poll, job] = await Promise.all([polls.get(pollId), archives.get(pollId)]);
  // The poll was deleted, or is restored, or two regions were asked at once and the other one has it.
  if (!poll || !job || job.region !== process.env.AWS_REGION) return;
  const next = await workOnArchive(portsOf(poll, context), poll, job, context.getRemainingTimeInMillis());
  if (next.again) await sendArchive(queues, environment.ARCHIVE_QUEUE_URL, { pollId, ...next });
}

function portsOf(poll: Poll, context: Context): ArchivePorts {
  return {
    store: archives,
    polls,
    files: new S3ArchiveFiles(objects, environment.ARCHIVE_BUCKET, poll.id),
    table: new DynamoArchivedTable(client, environment.RESPONSES_TABLE, poll),
    tally: {
      read: (pollId) => readTallyItem(client, environment.TALLIES_TABLE, pollId),
      forgetExpiry: (pollId) => forgetExpiry(client, environment.TALLIES_TABLE, pollId),
    },
    encode: encodePart,
    keepOutcomes,
    hasInsights,
    isTimeOver: () => context.getRemainingTimeInMillis() < reserve,
    now: Date.now,
  };
}

async function keepOutcomes({ id: pollId, shards, questions }: Poll): Promise<void> {
  for (const question of questions) {
    if (question.kind !== 'ranking') continue;
    const rankings = responses.rankings({ pollId, shards, questionId: question.id });
    await runoffs.put(await runoffOf(pollId, question, rankings));
  }
}

/** The overview and the answers to each text question; of tables those stay that somebody has looked at. */
async function hasInsights(poll: Poll): Promise<boolean> {
  const texts = poll.questions.filter(({ kind }) => kind === 'text');
  const views: View[] = [{ kind: 'overview' }, ...texts.map(({ id }) => ({ kind: 'answers' as const, question: id }))];
  const { responses } = await insights.store.tally(poll.id);
  const read = await Promise.all(views.map((view) => readView(insights, { pollId: poll.id, view, now: Date.now() })));
  return read.every(({ stored }) => stored?.made.responses === responses);
}
