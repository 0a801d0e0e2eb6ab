import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { insightJobSchema } from '../../contracts/insight-job.ts';
import { logEvents } from '../../contracts/observability.ts';
import { compute } from '../../domain/insights/compute.ts';
import { viewName } from '../../domain/insights/view.ts';
import { documentClient } from '../../stores/clients.ts';
import { DynamoAnswerPages } from '../../stores/dynamo-answer-pages.ts';
import { DynamoInsightLeases } from '../../stores/dynamo-insight-leases.ts';
import { DynamoInsightStore } from '../../stores/dynamo-insight-store.ts';
import { DynamoPollStore } from '../../stores/dynamo-poll-store.ts';
import { DynamoReadableResponses } from '../../stores/dynamo-readable-responses.ts';
import { logger } from '../middleware/logger.ts';
import { inBatch, inMessage } from '../middleware/trace-batch.ts';

const environment = readEnvironment('computeInsights');
const client = documentClient();
const polls = new DynamoPollStore(client, environment.POLLS_TABLE);
const ports = {
  store: new DynamoInsightStore(client, environment.TALLIES_TABLE),
  answers: new DynamoAnswerPages(client, environment.TALLIES_TABLE),
  leases: new DynamoInsightLeases(client, environment.TALLIES_TABLE),
  responses: new DynamoReadableResponses(client, environment.RESPONSES_TABLE),
  now: Date.now,
};

/** Computes what a request has asked for. A job that fails comes again; a request that finds it late asks anew. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return inBatch(event.Records, async () => {
    const failed: string[] = [];
    for (const record of event.Records) {
      if (!(await inMessage(record, () => isDone(record)))) failed.push(record.messageId);
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
}

async function isDone({ body, messageId }: SQSRecord): Promise<boolean> {
  try {
    const job = insightJobSchema.parse(JSON.parse(body));
    const poll = await polls.get(job.pollId);
    // Deleted since, or without its responses: what they said must not come back.
    if (!poll || poll.responsesRemovedAt !== undefined) return true;
    const result = await compute(ports, { poll, job, worker: randomUUID() });
    logger.info('Insights were computed', {
      event: logEvents.insightsComputed,
      pollId: poll.id,
      view: viewName(job.view),
      result,
    });
    return true;
  } catch (error) {
    logger.error('Insights could not be computed', {
      event: logEvents.insightsFailed,
      messageId,
      error: error instanceof Error ? error.name : 'unknown',
    });
    return false;
  }
}
