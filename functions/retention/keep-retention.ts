import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { type RetentionMessage, retentionMessageSchema } from '../../contracts/retention.ts';
import { dueOf, keepRetention } from '../../domain/retention/retention.ts';
import { documentClient, queueClient } from '../../stores/clients.ts';
import { DynamoArchiveStore } from '../../stores/dynamo-archive-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoSettingsStore } from '../../stores/dynamo-settings-store.ts';
import { sendArchive } from '../../stores/sqs-archive-queue.ts';
import { sendRetention } from '../../stores/sqs-retention-queues.ts';

const environment = readEnvironment('keepRetention');
const client = documentClient();
const settings = new DynamoSettingsStore(client, environment.POLLS_TABLE);
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const queues = queueClient();
const ports = {
  polls,
  archives: new DynamoArchiveStore(client, environment.POLLS_TABLE),
  askForArchive: (pollId: string) => sendArchive(queues, environment.ARCHIVE_QUEUE_URL, { pollId, afterSeconds: 0 }),
  region: process.env.AWS_REGION ?? '',
};
const processor = new BatchProcessor(EventType.SQS);

/** Polls that a call looks at: most need nothing, as their summaries tell. */
const pagePolls = 100;

/** Does what is due by workspaces' settings: first a message a workspace, then a call for each page of its polls. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return processPartialResponse(event, keep, processor, { throwOnFullBatchFailure: false });
}

async function keep({ body }: SQSRecord): Promise<void> {
  const message = retentionMessageSchema.parse(JSON.parse(body));
  const { workspaceId } = message;
  if (workspaceId !== undefined) return keepPage({ ...message, workspaceId });
  for await (const ids of settings.workspaces()) {
    await send(ids.map((id) => ({ ...message, workspaceId: id })));
  }
}

async function keepPage(message: RetentionMessage & { workspaceId: string }): Promise<void> {
  const { workspaceId, after } = message;
  // A clock that is behind the schedule's must not make it too early.
  const now = Math.max(Date.parse(message.at), Date.now());
  const wanted = await settings.get(workspaceId);
  const page = await polls.list({ workspaceId, after, limit: pagePolls, now });
  const last = page.polls.at(-1);
  // First, so that a poll that fails holds up no other one.
  if (page.more && last) await send([{ ...message, after: last.id }]);
  const dues = page.polls.map(async (poll) => {
    const due = dueOf(wanted, poll, now);
    if (due) await keepRetention(ports, poll.id, due, now);
  });
  const failed = (await Promise.allSettled(dues)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

const send = (messages: readonly RetentionMessage[]) =>
  sendRetention(queues, environment.RETENTION_QUEUE_URL, messages);
